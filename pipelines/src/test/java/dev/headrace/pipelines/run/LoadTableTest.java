package dev.headrace.pipelines.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.headrace.io.redshift.load.RedshiftTable;
import dev.headrace.io.redshift.load.RedshiftTable.Column;
import dev.headrace.transforms.fetch.FetchRequest;
import dev.headrace.transforms.records.Contract;
import java.net.URI;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class LoadTableTest {
  private static final Schema DECLARED =
      SchemaBuilder.record("Thing").fields().requiredString("id").requiredString("day").endRecord();
  private static final Schema FOUND =
      SchemaBuilder.record("Thing")
          .fields()
          .requiredString("id")
          .requiredString("day")
          .optionalString("colour")
          .endRecord();

  private static PipelineDefinition things(Contract.Mode mode) {
    Contract declared = Contract.of(DECLARED).withMode(mode);
    return PipelineDefinition.builder()
        .source("source")
        .resource("things")
        .baseUrl(URI.create("https://example.com"))
        .request(window -> FetchRequest.get("source", "things", "/things"))
        .records("")
        .contract(declared)
        .dataset("things")
        .partition("day")
        .table(RedshiftTable.of("things", declared.schemaWithout("day")).withSortKeys("id"))
        .build();
  }

  @Test
  void theTableHasTheColumnsThatAnEvolvingContractFoundAndKeepsItsKeys() {
    PipelineDefinition found =
        things(Contract.Mode.EVOLVE)
            .withContract(Contract.of(FOUND).withMode(Contract.Mode.EVOLVE));

    RedshiftTable table = Load.table(found);

    assertThat(
        table,
        is(
            RedshiftTable.of(
                    "things",
                    List.of(
                        new Column("id", "VARCHAR(65535)", false),
                        new Column("colour", "VARCHAR(65535)", true)))
                .withSortKeys("id")));
  }

  @Test
  void aContractThatDoesNotEvolveLeavesTheTableAsItIsDeclared() {
    PipelineDefinition things = things(Contract.Mode.TOLERATE);

    assertThat(Load.table(things), is(things.table()));
  }
}
