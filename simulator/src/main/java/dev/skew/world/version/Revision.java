package dev.skew.world.version;

import java.util.Comparator;

/**
 * What a deploy wants to run everywhere, ordered by the deploy's number and not by the version: a
 * rollback is the older version in the newer revision (as Kubernetes numbers the revisions of a
 * Deployment, where {@code rollout undo} makes another one).
 *
 * @param deploy counts the deploys of a cluster from 1; 0 is what a node started with
 */
public record Revision(int deploy, Version version) implements Comparable<Revision> {

  /**
   * Of two versions in one deploy, as a rollback of a mix has, the later: all must choose alike.
   */
  private static final Comparator<Revision> BY_DEPLOY =
      Comparator.comparingInt(Revision::deploy).thenComparing(Revision::version);

  public Revision {
    if (deploy < 0) {
      throw new IllegalArgumentException("deploy must not be negative, got " + deploy);
    }
  }

  /** What a node has before any deploy. */
  public static Revision initial(Version version) {
    return new Revision(0, version);
  }

  public boolean isNewerThan(Revision other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(Revision other) {
    return BY_DEPLOY.compare(this, other);
  }

  @Override
  public String toString() {
    return version + " of deploy " + deploy;
  }
}
