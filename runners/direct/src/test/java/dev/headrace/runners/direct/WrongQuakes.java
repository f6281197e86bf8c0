package dev.headrace.runners.direct;

import com.example.StrongQuakes;
import dev.headrace.io.http.auth.Auth;
import dev.headrace.pipelines.run.DefinitionProvider;
import dev.headrace.pipelines.run.PipelineDefinition;
import dev.headrace.transforms.secrets.Secret;
import java.net.URI;

/** Pipelines as they are written by mistake: the strong earthquakes, with something wrong. */
public abstract class WrongQuakes implements DefinitionProvider {
  private final String name;
  private final String records;
  private final Auth auth;

  private WrongQuakes(String name, String records, Auth auth) {
    this.name = name;
    this.records = records;
    this.auth = auth;
  }

  /** Names a variable of the environment that is not set. */
  public static final class Secretless extends WrongQuakes {
    public Secretless() {
      super("secretless", "/features", Auth.bearer(Secret.of("env:HEADRACE_NOT_THERE")));
    }
  }

  /** Looks for the records where there are none. */
  public static final class Misplaced extends WrongQuakes {
    public Misplaced() {
      super("misplaced", "/itemz", Auth.none());
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public URI defaultBaseUrl() {
    return new StrongQuakes().defaultBaseUrl();
  }

  @Override
  public int defaultPageSize() {
    return new StrongQuakes().defaultPageSize();
  }

  @Override
  public PipelineDefinition define(URI baseUrl, int pageSize) {
    PipelineDefinition right = new StrongQuakes().define(baseUrl, pageSize);
    return PipelineDefinition.builder()
        .source(right.source())
        .resource(right.resource())
        .baseUrl(right.baseUrl())
        .requests(right.requests())
        .auth(auth)
        .records(records)
        .contract(right.contract())
        .dataset(right.dataset())
        .keys(right.keys())
        .version(right.version())
        .partition(right.partition())
        .table(right.table())
        .build();
  }
}
