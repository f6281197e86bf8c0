package dev.headrace.pipelines.cli;

import dev.headrace.io.lake.run.DeadLetterSummary;
import dev.headrace.io.redshift.load.LoadResult;
import dev.headrace.pipelines.run.Published;
import dev.headrace.pipelines.run.RunReport;
import dev.headrace.transforms.run.LedgerEntry.Account;
import dev.headrace.transforms.run.RunManifest;
import java.io.PrintWriter;

/** Prints the ledger of a run: what went in, and where all of it is. */
public final class ReportPrinter {
  private ReportPrinter() {}

  /** Prints the ledger, and the dead letters if there are any. */
  public static void print(RunReport report, PrintWriter out) {
    RunManifest raw = report.raw();
    RunManifest transformed = report.transformed();
    long manifested = transformed.count(Account.WRITTEN);
    out.println();
    out.println("Ledger of the run \"" + raw.runId() + "\"");
    TextTable table =
        new TextTable("step", "in", "", "", "out", "besides")
            .row(
                "ingest",
                Amounts.of(raw.count(Account.PLANNED)),
                "requests planned",
                "=",
                ingested(raw),
                "%s retries, %s in %s raw objects"
                    .formatted(
                        Amounts.of(raw.count(Account.RETRIES)),
                        Amounts.bytes(raw.count(Account.BODY_BYTES)),
                        Amounts.of(raw.objects().size())))
            .row(
                "reprocess",
                Amounts.of(transformed.count(Account.PARSED)),
                "records parsed",
                "=",
                "%s written + %s dead + %s duplicates"
                    .formatted(
                        Amounts.of(manifested),
                        Amounts.of(transformed.count(Account.DEAD)),
                        Amounts.of(transformed.count(Account.DUPLICATES))),
                reprocessed(transformed));
    report.published().ifPresent(published -> addPublished(table, published));
    addLoaded(table, manifested, report.loaded());
    table.print(out);
    printDeadLetters(report, out);
  }

  private static void addPublished(TextTable table, Published published) {
    long changed = published.created() + published.updated();
    table.row(
        "publish",
        Amounts.of(published.partitions()),
        "partitions listed",
        "",
        changed == 0
            ? "all there as they should be"
            : "%s created, %s updated"
                .formatted(Amounts.of(published.created()), Amounts.of(published.updated())),
        "in " + published.table());
  }

  private static void addLoaded(TextTable table, long manifested, LoadResult load) {
    table.row(
        "load",
        Amounts.of(manifested),
        "rows manifested",
        manifested == load.rows() ? "=" : "≠",
        Amounts.of(load.rows()) + " loaded",
        "into " + load.destination());
  }

  private static String reprocessed(RunManifest transformed) {
    StringBuilder besides = new StringBuilder();
    besides.append(Amounts.of(transformed.objects().size())).append(" Parquet files");
    append(besides, transformed.count(Account.QUALITY_WARNINGS), "quality warnings");
    append(besides, transformed.count(Account.DISCARDED_VALUES), "values discarded");
    append(besides, transformed.count(Account.DISCARDED_ROWS), "rows discarded among the dead");
    return besides.toString();
  }

  private static void append(StringBuilder besides, long amount, String what) {
    if (amount > 0) {
      besides.append(", ").append(Amounts.of(amount)).append(' ').append(what);
    }
  }

  private static String ingested(RunManifest raw) {
    long incomplete = raw.count(Account.INCOMPLETE);
    StringBuilder out = new StringBuilder();
    out.append(Amounts.of(raw.count(Account.LANDED))).append(" landed + ");
    out.append(Amounts.of(raw.count(Account.DEAD) - incomplete)).append(" dead");
    if (raw.count(Account.IGNORED) > 0) {
      out.append(" + ").append(Amounts.of(raw.count(Account.IGNORED))).append(" ignored");
    }
    if (incomplete > 0) {
      out.append("; ").append(Amounts.of(incomplete)).append(" incomplete chains");
    }
    return out.toString();
  }

  private static void printDeadLetters(RunReport report, PrintWriter out) {
    if (report.deadLetters().isEmpty()) {
      return;
    }
    out.println();
    out.println("Dead letters");
    TextTable table = new TextTable("stage", "reason", "count", "for example");
    for (DeadLetterSummary group : report.deadLetters()) {
      table.row(group.stage(), group.reason(), Amounts.of(group.count()), group.example());
    }
    table.print(out);
  }
}
