package dev.skew.world.service;

/**
 * How many retries a caller may send, as a share of its requests: Finagle's {@code RetryBudget}
 * (twitter/finagle, since 6.31). Each request deposits a share of a token, each retry takes a whole
 * one; deposits expire after a time to live, and a reserve lets those with few requests retry too.
 */
public final class RetryBudget {

  /** Into so many slices Finagle's {@code WindowedAdder} cuts the time to live. */
  private static final int SLICES = 10;

  private final double[] balances = new double[SLICES];
  private Settings settings;
  private long slice = -1;

  RetryBudget(Settings settings) {
    this.settings = settings;
  }

  /**
   * A budget.
   *
   * @param share retries per request: 0.2 lets 20 % of the requests be retried
   * @param minPerSecond retries that are allowed however few requests there are
   * @param ttlNanos how long a deposit counts
   */
  public record Settings(boolean enabled, double share, double minPerSecond, long ttlNanos) {

    /** Finagle's defaults, switched off. */
    public static final Settings OFF = new Settings(false, 0.2, 10, 10_000_000_000L);

    public Settings {
      if (!(share >= 0 && share <= 1_000) || !(minPerSecond >= 0) || ttlNanos < SLICES) {
        throw new IllegalArgumentException(
            ("share must lie in [0, 1000], the minimum not below 0 and the time to live be positive,"
                    + " got %s, %s and %d ns")
                .formatted(share, minPerSecond, ttlNanos));
      }
    }
  }

  void configure(Settings now) {
    settings = now;
  }

  /** A first attempt goes out. */
  void deposit(long nowNanos) {
    expire(nowNanos);
    balances[(int) (slice % SLICES)] += settings.share();
  }

  /** Takes a token for a retry, if there is one. */
  boolean tryWithdraw(long nowNanos) {
    if (!settings.enabled()) {
      return true;
    }
    expire(nowNanos);
    if (balance() + settings.minPerSecond() * settings.ttlNanos() / 1e9 < 1) {
      return false;
    }
    balances[(int) (slice % SLICES)] -= 1;
    return true;
  }

  private double balance() {
    double sum = 0;
    for (double each : balances) {
      sum += each;
    }
    return sum;
  }

  /** What was paid in, and what was taken out, is forgotten a slice at a time. */
  private void expire(long nowNanos) {
    long now = nowNanos / (settings.ttlNanos() / SLICES);
    long first = Math.max(slice + 1, now - SLICES + 1);
    for (long each = first; each <= now; each++) {
      balances[(int) (each % SLICES)] = 0;
    }
    slice = Math.max(slice, now);
  }
}
