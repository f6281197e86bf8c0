package dev.headrace.runners.glue;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;

class LogLinksTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/service/loader";

  @Test
  void aLinkLeadsToTheRunsStreamsInTheGroup() {
    assertThat(
        LogLinks.of(Region.EU_WEST_1, ROLE, Optional.empty(), "jr_1"),
        is(
            List.of(
                "/aws-glue/jobs/output  https://eu-west-1.console.aws.amazon.com/cloudwatch/home"
                    + "?region=eu-west-1#logsV2:log-groups/log-group/$252Faws-glue$252Fjobs$252F"
                    + "output$3FlogStreamNameFilter$3Djr_1",
                "/aws-glue/jobs/error  https://eu-west-1.console.aws.amazon.com/cloudwatch/home"
                    + "?region=eu-west-1#logsV2:log-groups/log-group/$252Faws-glue$252Fjobs$252F"
                    + "error$3FlogStreamNameFilter$3Djr_1")));
  }

  @Test
  void aSecurityConfigurationHasGroupsOfItsOwnForEachRole() {
    assertThat(
        LogLinks.of(Region.EU_WEST_1, ROLE, Optional.of("secret"), "jr_1").get(0),
        startsWith("/aws-glue/jobs/secret-role/loader/output  "));
    assertThat(
        LogLinks.of(Region.EU_WEST_1, "loader", Optional.of("secret"), "jr_1").get(1),
        startsWith("/aws-glue/jobs/secret-role/loader/error  "));
  }

  @Test
  void otherPartitionsHaveOtherConsoles() {
    assertThat(
        LogLinks.of(Region.CN_NORTH_1, ROLE, Optional.empty(), "jr_1").get(0),
        containsString("https://cn-north-1.console.amazonaws.cn/cloudwatch/"));
    assertThat(
        LogLinks.of(Region.US_GOV_EAST_1, ROLE, Optional.empty(), "jr_1").get(0),
        containsString("https://us-gov-east-1.console.amazonaws-us-gov.com/cloudwatch/"));
  }
}
