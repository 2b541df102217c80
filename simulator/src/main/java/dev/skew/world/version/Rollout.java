package dev.skew.world.version;

/**
 * What one node knows of what is to run. Every beacon tells the newest revision its sender has
 * heard of, so that a revision spreads as a simple epidemic does (Demers et al., PODC 1987, section
 * 1.3): everybody knows it after O(log n) rounds, whatever is lost on the way.
 *
 * @param running what this node's process was started with
 * @param newest what it has heard of, {@code running} or newer
 */
public record Rollout(Revision running, Revision newest) {

  public Rollout {
    if (running.isNewerThan(newest)) {
      throw new IllegalArgumentException(
          "cannot run " + running + " and have heard of no more than " + newest);
    }
  }

  /** Of a process that has just started. */
  public static Rollout of(Revision running) {
    return new Rollout(running, running);
  }

  /** Takes in what a peer has heard of. */
  public Rollout heard(Revision theirs) {
    return theirs.isNewerThan(newest) ? new Rollout(running, theirs) : this;
  }

  /** Whether a peer that told this much is to be answered. */
  public boolean knowsMoreThan(Revision theirs) {
    return newest.isNewerThan(theirs);
  }

  /**
   * Whether another version is to be adopted. A newer revision of the running version is not: so a
   * node that was about to adopt what has been rolled back since stays as it is.
   */
  public boolean isBehind() {
    return !newest.version().equals(running.version());
  }
}
