package dev.headrace.io.redshift.write;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.headrace.io.redshift.load.S3Store;
import dev.headrace.transforms.store.ObjectStore;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

class WriteCareTest extends RowsFixture {
  private static final Row OSLO = place(1L, "Oslo");

  private Map<String, Long> counters(WriteRows<Row> write, Row... rows) {
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(Create.of(List.of(rows)).withRowSchema(SCHEMA)).apply(write);
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    Map<String, Long> counters = new HashMap<>();
    result
        .metrics()
        .queryMetrics(
            MetricsFilter.builder()
                .addNameFilter(MetricNameFilter.inNamespace(WriteRows.class))
                .build())
        .getCounters()
        .forEach(each -> counters.put(each.getName().getName(), each.getCommitted()));
    return counters;
  }

  @Test
  void whatAWriteDidIsCounted() {
    Map<String, Long> counters =
        counters(writeRows().withSlices(1), OSLO, place(2L, "b"), place(3L, "too long"));

    assertThat(counters.get("rowsEncoded"), is(2L));
    assertThat(counters.get("rowsRejected.TOO_LONG"), is(1L));
    assertThat(counters.get("filesStaged"), is(1L));
    assertThat(counters.get("bytesStaged"), is(greaterThan(0L)));
    assertThat(counters.get("loads.LOADED"), is(1L));
  }

  @Test
  void whatABundleThatDiedHasStagedIsNotLoadedAndIsRemoved() throws Exception {
    String window = WindowNames.of(new GlobalWindows()).name(GlobalWindow.INSTANCE);
    String folder = Encoding.folder(STAGING, "1", name, window);
    String orphan = folder.substring(("s3://" + BUCKET + "/").length()) + "orphan.parquet";
    s3().client().putObject(r -> r.bucket(BUCKET).key(orphan), RequestBody.fromString("torn"));

    run(writeRows(), OSLO);

    assertThat(loaded(), is(List.of(List.of("1", "Oslo"))));
    assertThat(staged(), not(hasItem(orphan)));
  }

  @Test
  void aLoadStandsAlsoIfItsFilesCannotBeRemoved() throws Exception {
    Map<String, Long> counters =
        counters(
            writeRows().withStaging(new Undeletable(s3().endpoint()), STAGING + "/denied"), OSLO);

    assertThat(counters.get("cleanupFailures"), is(1L));
    assertThat(loaded(), is(List.of(List.of("1", "Oslo"))));
  }

  /** A store that denies to delete. */
  record Undeletable(URI endpoint) implements ObjectStore.Factory {
    @Override
    public ObjectStore open(PipelineOptions options) {
      ObjectStore store = new S3Store.Factory(endpoint).open(options);
      return (ObjectStore)
          Proxy.newProxyInstance(
              ObjectStore.class.getClassLoader(),
              new Class<?>[] {ObjectStore.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("delete")) {
                  throw new IOException("Access Denied");
                }
                try {
                  return method.invoke(store, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }
}
