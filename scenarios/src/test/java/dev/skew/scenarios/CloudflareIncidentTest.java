package dev.skew.scenarios;

import static dev.skew.scenarios.AlteredRun.measured;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.rehearse.scenario.Expectation;
import dev.skew.rehearse.scenario.Expectation.Comparator;
import dev.skew.rehearse.scenario.Measure;
import dev.skew.rehearse.simulation.Report.TimelineEntry;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One broken link of three is all that it takes, and what ends it. */
class CloudflareIncidentTest {

  private static final Pattern LEADS = Pattern.compile("(etcd-\\d) leads in term \\d+.*");

  private static final int END = 540;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whileTheLinkIsWholeNothingHappens(long seed) {
    AlteredRun incident = AlteredRun.of("cloudflare-2020").without("switch");

    List<String> unmet =
        incident
            .expecting(
                measured(Measure.ELECTIONS, Comparator.EQUAL, 0, 10, END),
                measured(Measure.WRITE_AVAILABILITY, Comparator.EQUAL, 1, 10, END))
            .unmet(seed);

    assertThat(unmet).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aLinkThatIsNotMendedNeverLetsTheElectionsEnd(long seed) {
    List<String> members = leaderFirst(seed);
    AlteredRun incident = broken(members);

    List<String> unmet =
        incident
            .expecting(
                measured(Measure.ELECTIONS, Comparator.AT_LEAST, 50, 120, 240),
                measured(Measure.ELECTIONS, Comparator.AT_LEAST, 50, 420, END),
                measured(Measure.WRITE_AVAILABILITY, Comparator.AT_MOST, 0.72, 420, END))
            .unmet(seed);

    assertThat(unmet).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aMemberThatIsTakenAwayEndsThemAlthoughTheLinkStaysBroken(long seed) {
    List<String> members = leaderFirst(seed);
    AlteredRun incident = broken(members).typing(120, "chaos node crash --nodes " + members.get(1));

    List<String> unmet =
        incident
            .expecting(
                measured(Measure.ELECTIONS, Comparator.AT_LEAST, 30, 60, 120),
                measured(Measure.ELECTIONS, Comparator.EQUAL, 0, 121, END),
                measured(Measure.LEADER_CHANGES, Comparator.EQUAL, 0, 10, END))
            .unmet(seed);

    assertThat(unmet).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aLinkBetweenTwoFollowersIsNotMissed(long seed) {
    List<String> members = leaderFirst(seed);
    AlteredRun incident =
        AlteredRun.of("cloudflare-2020")
            .without("switch")
            .typing(60, cut(members.get(1), members.get(2)));

    List<String> unmet = incident.expecting(quiet()).unmet(seed);

    assertThat(unmet).isEmpty();
  }

  private static Expectation quiet() {
    return measured(Measure.ELECTIONS, Comparator.EQUAL, 0, 10, END);
  }

  private static AlteredRun broken(List<String> members) {
    return AlteredRun.of("cloudflare-2020")
        .without("switch")
        .typing(60, cut(members.get(0), members.get(1)));
  }

  private static String cut(String one, String other) {
    return "chaos network partition --nodes " + one + " --peers " + other;
  }

  /** The member that leads where nothing goes wrong, then the others. */
  private static List<String> leaderFirst(long seed) {
    String leader =
        AlteredRun.of("cloudflare-2020").without("switch").expecting().run(seed).timeline().stream()
            .map(TimelineEntry::text)
            .map(LEADS::matcher)
            .filter(Matcher::matches)
            .map(matcher -> matcher.group(1))
            .reduce((earlier, later) -> later)
            .orElseThrow();
    return List.of("etcd-0", "etcd-1", "etcd-2").stream()
        .sorted(java.util.Comparator.comparing(member -> !member.equals(leader)))
        .toList();
  }
}
