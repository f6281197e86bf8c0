package dev.headrace.pipelines.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headrace.io.lake.parquet.DatasetFiles;
import dev.headrace.io.lake.run.RunPaths;
import dev.headrace.io.lake.run.RunPlan;
import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.io.redshift.session.RedshiftConnection;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.quality.RunRules;
import dev.headrace.transforms.records.Contract;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.beam.sdk.Pipeline;
import org.junit.jupiter.api.Test;

class PipelineDefinitionTest {
  private static final RunRules RULES = RunRules.none().withMinRows(5);

  private static PipelineDefinition.Builder things() {
    Contract contract =
        Contract.of(
            new Schema.Parser()
                .parse(
                    "{\"type\":\"record\",\"name\":\"Thing\",\"fields\":["
                        + "{\"name\":\"id\",\"type\":\"string\"}]}"));
    return PipelineDefinition.builder()
        .source("source")
        .resource("things")
        .baseUrl(URI.create("https://example.com"))
        .request(window -> FetchRequest.get("source", "things", "/things"))
        .records("")
        .contract(contract)
        .dataset("things")
        .table(RedshiftTable.of("things", contract.schema()));
  }

  private static StartedRun run(PipelineDefinition definition) {
    RunSettings settings =
        RunSettings.builder()
            .runId("r1")
            .end(Instant.parse("2026-11-23T00:00:00Z"))
            .raw("file:///raw")
            .transformed("file:///transformed")
            .deadLetter("file:///dead-letter")
            .staging("file:///staging")
            .warehouse(RedshiftConnection.of("jdbc:redshift://localhost:5439/dev", "user"))
            .build();
    RunPaths paths = StartedRun.paths(definition, settings);
    return new StartedRun(
        definition, settings, paths, new RunPlan("r1", "2026-11-23T00:00:00Z", Map.of(), null));
  }

  private static void reprocess(PipelineDefinition definition) {
    StartedRun run = run(definition);
    Reprocess.build(Pipeline.create(), run, run.reprocessCommit().template());
  }

  @Test
  void whatBecomesOfDuplicatesIsPartOfTheFingerprintAndTheRulesOfARunAreNot() {
    String plain = things().key("id").build().fingerprint();

    assertThat(things().key("id").runRules(RULES).build().fingerprint(), is(plain));
    assertThat(things().key("id").rejectDuplicates(true).build().fingerprint(), is(not(plain)));
  }

  @Test
  void theSizeOfFilesIsPartOfTheFingerprintUnlessItIsTheDefault() {
    String plain = things().build().fingerprint();

    assertThat(things().fileSize(256L << 20).build().fingerprint(), is(plain));
    assertThat(things().fileSize(1 << 20).build().fingerprint(), is(not(plain)));
    assertThrows(IllegalArgumentException.class, () -> things().fileSize(0).build());
  }

  @Test
  void filesAreWrittenInTheirSizeByRunsAndByCompactions() {
    PipelineDefinition small = things().fileSize(1 << 20).build();
    RunPaths paths = run(small).paths();

    assertThat(
        Reprocess.files(small, paths),
        is(DatasetFiles.of(paths, "things", small.contract().schema()).withTargetBytes(1 << 20)));
  }

  @Test
  void theRulesOfARunAreAskedWhenItsDatasetIsCommitted() {
    StartedRun run = run(things().runRules(RULES).build());

    assertThat(run.reprocessCommit().rules(), is(RULES));
    assertThat(run.reprocessCommit().stages().isEmpty(), is(false));
  }

  @Test
  void settingsThatTheContractCannotKeepAreRefusedBeforeAnythingRuns() {
    RunRules fresh = RunRules.none().withFreshness("updated", Duration.ofHours(1));

    IllegalArgumentException noField =
        assertThrows(
            IllegalArgumentException.class, () -> reprocess(things().runRules(fresh).build()));
    IllegalArgumentException noKey =
        assertThrows(
            IllegalArgumentException.class,
            () -> reprocess(things().rejectDuplicates(true).keys(List.of()).build()));

    assertThat(noField.getMessage(), containsString("newest must be a field of Thing, but was"));
    assertThat(noKey.getMessage(), containsString("keys must name at least one field"));
  }
}
