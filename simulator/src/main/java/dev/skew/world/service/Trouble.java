package dev.skew.world.service;

/**
 * What faults make of a service.
 *
 * @param slowness by which its work takes longer, 1 for none
 * @param failShare of the requests, once their work is done, that fail
 * @param failsAs how they fail: {@link Status#ERROR} or {@link Status#INVALID}
 * @param extraPerSecond requests that come on top from somewhere else, over all instances
 */
public record Trouble(double slowness, double failShare, Status failsAs, double extraPerSecond) {

  public static final Trouble NONE = new Trouble(1, 0, Status.ERROR, 0);

  public Trouble {
    if (!(slowness > 0) || !(failShare >= 0 && failShare <= 1) || !(extraPerSecond >= 0)) {
      throw new IllegalArgumentException(
          ("slowness must be positive, the share lie in [0, 1] and the rate not be negative, got"
                  + " %s, %s and %s")
              .formatted(slowness, failShare, extraPerSecond));
    }
  }
}
