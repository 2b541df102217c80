package dev.skew.world.fault;

import dev.skew.world.version.Version;
import java.time.Duration;

/**
 * Nodes are restarted with another version. It is in force until the last of them is up.
 *
 * @param ratio of old to new where the aim is {@link Whole#MIXED}
 * @param canary the share of the nodes that goes first, together; 0 for none
 * @param pace how long all must have been up before the next is restarted
 * @param force although nodes are down
 */
public record DeployFault(Aim aim, Ratio ratio, double canary, Duration pace, boolean force)
    implements Fault {

  public static final Duration DEFAULT_PACE = Duration.ofSeconds(10);

  /** Which version the nodes are to run. */
  public sealed interface Aim {}

  /** This one. */
  public record To(Version version) implements Aim {}

  /** Versions that depend on what runs. */
  public enum Whole implements Aim {
    /** Some stay, the others get the release after the newest one. */
    MIXED,
    /** The one that was installed before. */
    ROLLBACK
  }

  /** How many nodes keep their version for how many that get another one, as {@code 50:50}. */
  public record Ratio(int old, int fresh) {

    public static final Ratio EVEN = new Ratio(50, 50);

    public Ratio {
      if (old < 1 || fresh < 1) {
        throw new IllegalArgumentException(
            "both sides of a ratio must be at least 1, got " + old + ":" + fresh);
      }
    }

    /** The part of the nodes that gets another version. */
    double freshShare() {
      return (double) fresh / (old + fresh);
    }

    @Override
    public String toString() {
      return old + ":" + fresh;
    }
  }

  public DeployFault {
    Ranges.ratio("canary", canary);
    Ranges.notNegative("pace", pace);
    if (aim == Whole.MIXED && (canary > 0 || !pace.equals(DEFAULT_PACE))) {
      throw new IllegalArgumentException("a mixed deploy is done at once: no canary, no pace");
    }
    if (aim != Whole.MIXED && !ratio.equals(Ratio.EVEN)) {
      throw new IllegalArgumentException("ratio goes with --version mixed only");
    }
  }

  @Override
  public <R> R accept(Handler<R> handler) {
    return handler.onDeploy(this);
  }
}
