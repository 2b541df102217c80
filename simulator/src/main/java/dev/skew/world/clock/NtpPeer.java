package dev.skew.world.clock;

/** What the daemon knows of one server: reach register and clock filter (RFC 5905, section 10). */
final class NtpPeer {

  static final int FILTER_SIZE = 8;

  private static final double UNKNOWN_DISPERSION = 16;
  private static final double SYSTEM_PRECISION = 1e-6;

  /** How fast an unwatched clock may drift: RFC 5905's PHI, 15 ppm. */
  private static final double PHI = 15e-6;

  final NtpServer server;
  int reach;
  int burstLeft;
  int unreachablePolls;
  int timers; // set and not yet fired
  double dueSeconds; // the next poll is not due before
  double lastHeardSeconds = -1;
  char tally = ' ';

  /** Newest first; seconds. */
  private final double[] offsets = new double[FILTER_SIZE];

  private final double[] delays = new double[FILTER_SIZE];
  private final double[] epochs = new double[FILTER_SIZE];
  private int samples;

  // What the filter chose.
  double offset;
  double delay;
  double jitter;
  double epoch = -1;

  NtpPeer(NtpServer server) {
    this.server = server;
  }

  /** Forgets all samples, as after a step: they were taken by a clock that is no more. */
  void clear() {
    reach = 0;
    samples = 0;
    offset = 0;
    delay = 0;
    jitter = 0;
    epoch = -1;
    unreachablePolls = 0;
    tally = ' ';
  }

  void polled() {
    reach = reach << 1 & 0xff;
  }

  /** Takes a sample in and chooses the one with the least delay among the last eight. */
  void heard(double nowSeconds, NtpSample sample) {
    reach |= 1;
    lastHeardSeconds = nowSeconds;
    shiftIn(offsets, sample.offsetNanos() / 1e9);
    shiftIn(delays, sample.delayNanos() / 1e9);
    shiftIn(epochs, nowSeconds);
    samples = Math.min(FILTER_SIZE, samples + 1);

    int best = 0;
    for (int i = 1; i < samples; i++) {
      if (distanceOf(i, nowSeconds) < distanceOf(best, nowSeconds)) {
        best = i;
      }
    }
    double squares = 0;
    for (int i = 0; i < samples; i++) {
      squares += (offsets[i] - offsets[best]) * (offsets[i] - offsets[best]);
    }
    jitter = Math.max(SYSTEM_PRECISION, StrictMath.sqrt(squares / Math.max(1, samples - 1)));
    offset = offsets[best];
    delay = delays[best];
    epoch = epochs[best];
  }

  /** How far this server may be from the truth, for all that is known here. */
  double rootDistance(double nowSeconds) {
    return delay / 2 + dispersion(nowSeconds) + jitter;
  }

  boolean isReachable() {
    return reach != 0;
  }

  private double dispersion(double nowSeconds) {
    double sum = 0;
    double weight = 0.5;
    for (int i = 0; i < FILTER_SIZE; i++) {
      sum += weight * (i < samples ? PHI * (nowSeconds - epochs[i]) : UNKNOWN_DISPERSION);
      weight /= 2;
    }
    return sum;
  }

  private double distanceOf(int place, double nowSeconds) {
    return delays[place] / 2 + PHI * (nowSeconds - epochs[place]);
  }

  private static void shiftIn(double[] register, double value) {
    System.arraycopy(register, 0, register, 1, FILTER_SIZE - 1);
    register[0] = value;
  }
}
