package dev.headrace.runners.glue;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.regions.Region;

/**
 * Where the logs of a run are in CloudWatch, by
 * https://docs.aws.amazon.com/glue/latest/dg/monitor-continuous-logging.html: what the job prints
 * is in the group that ends with output, and Spark's own logs in that which ends with error.
 */
final class LogLinks {
  private static final String JOBS = "/aws-glue/jobs";
  private static final List<String> KINDS = List.of("output", "error");

  private LogLinks() {}

  /** A line for each group, with its link. */
  static List<String> of(
      Region region, String role, Optional<String> securityConfiguration, String run) {
    String base =
        securityConfiguration
            .map(name -> "%s/%s-role/%s".formatted(JOBS, name, nameOf(role)))
            .orElse(JOBS);
    return KINDS.stream()
        .map(kind -> base + "/" + kind)
        .map(group -> group + "  " + link(region, group, run))
        .toList();
  }

  /** The last part of a role's ARN, which may have a path before it. */
  private static String nameOf(String role) {
    return role.substring(role.lastIndexOf('/') + 1);
  }

  /** The console's addresses have what is in them encoded twice, with dollars for percents. */
  private static String link(Region region, String group, String run) {
    return "https://%s.%s/cloudwatch/home?region=%1$s#logsV2:log-groups/log-group/%s%s"
        .formatted(
            region.id(),
            console(region),
            group.replace("/", "$252F"),
            "$3FlogStreamNameFilter$3D" + run);
  }

  private static String console(Region region) {
    String id = region.id();
    if (id.startsWith("cn-")) {
      return "console.amazonaws.cn";
    }
    return id.startsWith("us-gov-") ? "console.amazonaws-us-gov.com" : "console.aws.amazon.com";
  }
}
