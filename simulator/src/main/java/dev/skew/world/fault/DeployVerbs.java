package dev.skew.world.fault;

import dev.skew.world.fault.DeployFault.Aim;
import dev.skew.world.fault.DeployFault.Ratio;
import dev.skew.world.fault.DeployFault.To;
import dev.skew.world.fault.DeployFault.Whole;
import dev.skew.world.version.Version;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command that deploys. */
final class DeployVerbs {

  private static final String MIXED = "mixed";
  private static final Pattern RATIO = Pattern.compile("([0-9]{1,4}):([0-9]{1,4})");

  private static final Flag<Aim> VERSION =
      new Flag<>(
          "version",
          "VERSION",
          DeployVerbs::aim,
          DeployVerbs::write,
          Whole.ROLLBACK,
          "what they are to run, as v2.2.0; mixed: some get the release after the newest");
  private static final Flag<Ratio> MIX =
      new Flag<>(
          "ratio",
          "OLD:NEW",
          DeployVerbs::ratio,
          Ratio::toString,
          Ratio.EVEN,
          "of nodes that keep their version to those that do not, if mixed");
  private static final Flag<Boolean> ROLLBACK =
      Flag.toggle("rollback", "to the version that each had before");
  private static final Flag<Double> CANARY =
      Flag.probability("canary", 0.0, "of the nodes that goes first, together");
  private static final Flag<Duration> PACE =
      Flag.duration(
          "pace", DeployFault.DEFAULT_PACE, "for which all are up before the next is restarted");
  private static final Flag<Boolean> FORCE = Flag.toggle("force", "although nodes are down");

  static final List<Verb<?>> ALL =
      List.of(
          Verb.of("", "deploy", DeployFault.class)
              .onAllNodes()
              .atOnce()
              .with(VERSION, DeployFault::aim)
              .with(MIX, DeployFault::ratio)
              .with(ROLLBACK, fault -> fault.aim() == Whole.ROLLBACK)
              .with(CANARY, DeployFault::canary)
              .with(PACE, DeployFault::pace)
              .with(FORCE, DeployFault::force)
              .make("restart stores with another version, one by one", DeployVerbs::deploy));

  private DeployVerbs() {}

  private static DeployFault deploy(Arguments args) {
    if (args.has(VERSION) == args.has(ROLLBACK)) {
      throw new IllegalArgumentException("give one of --version VERSION and --rollback");
    }
    return new DeployFault(
        args.get(VERSION), args.get(MIX), args.get(CANARY), args.get(PACE), args.get(FORCE));
  }

  private static Aim aim(String text) {
    if (text.equals(MIXED)) {
      return Whole.MIXED;
    }
    try {
      return new To(Version.parse(text));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(wrong.getMessage() + "; or mixed", wrong);
    }
  }

  private static String write(Aim aim) {
    return aim instanceof To to ? to.version().toString() : aim == Whole.MIXED ? MIXED : "";
  }

  private static Ratio ratio(String text) {
    Matcher sides = RATIO.matcher(text);
    if (!sides.matches()) {
      throw new IllegalArgumentException(
          "must be a ratio of old to new such as 50:50, got " + text);
    }
    return new Ratio(Integer.parseInt(sides.group(1)), Integer.parseInt(sides.group(2)));
  }
}
