package dev.skew.world.service;

/**
 * Stops calling what fails: resilience4j's count-based circuit breaker ({@code
 * CircuitBreakerStateMachine}, version 2). Closed, it opens when of the last calls at least a share
 * failed; open, it lets nothing through for a while; half-open, it lets a few through and closes or
 * opens again by their results. A result counts for the state in which it comes.
 */
public final class CircuitBreaker {

  private Settings settings;
  private State state;
  private long openedNanos;
  private boolean[] failures;
  private int next;
  private int recorded;
  private int failed;
  private int permitted;

  CircuitBreaker(Settings settings) {
    this.settings = settings;
    this.state = initial(settings);
    this.failures = new boolean[settings.window()];
  }

  /** What a breaker does at the moment. */
  public enum State {
    CLOSED("closed"),
    OPEN("open"),
    HALF_OPEN("half-open");

    private final String label;

    State(String label) {
      this.label = label;
    }

    /** The name as traces write it. */
    public String label() {
      return label;
    }
  }

  /** Who decides: resilience4j's normal states, {@code DISABLED} and {@code FORCED_OPEN}. */
  public enum Mode {
    AUTO,
    /** Everything passes and nothing is counted. */
    DISABLED,
    /** Nothing passes, until somebody says otherwise. */
    FORCED_OPEN
  }

  /**
   * When a breaker opens and closes.
   *
   * @param window of how many of the last calls the share of failures is taken
   * @param minimumCalls before there are so many, it stays closed
   * @param failureShare from which on it opens
   * @param openNanos for how long it stays open
   * @param trials calls that it lets through when half-open
   */
  public record Settings(
      Mode mode, int window, int minimumCalls, double failureShare, long openNanos, int trials) {

    /** resilience4j's defaults, switched off. */
    public static final Settings OFF =
        new Settings(Mode.DISABLED, 100, 100, 0.5, 60_000_000_000L, 10);

    public Settings {
      if (window < 1 || minimumCalls < 1 || trials < 1 || openNanos < 1) {
        throw new IllegalArgumentException(
            "window, minimum calls, trials and open time must be positive, got %d, %d, %d and %d ns"
                .formatted(window, minimumCalls, trials, openNanos));
      }
      // More calls than the window holds are never seen (CircuitBreakerConfig does the same).
      minimumCalls = Math.min(minimumCalls, window);
      if (!(failureShare > 0 && failureShare <= 1)) {
        throw new IllegalArgumentException("share must lie in (0, 1], got " + failureShare);
      }
    }

    public Settings withMode(Mode other) {
      return new Settings(other, window, minimumCalls, failureShare, openNanos, trials);
    }
  }

  State state() {
    return state;
  }

  /** A new configuration; one that says the same leaves the breaker as it is. */
  void configure(Settings now) {
    if (!now.equals(settings)) {
      settings = now;
      enter(initial(now));
    }
  }

  private static State initial(Settings settings) {
    return settings.mode() == Mode.FORCED_OPEN ? State.OPEN : State.CLOSED;
  }

  /** Whether a call may go out now. */
  boolean tryAcquire(long nowNanos) {
    if (settings.mode() != Mode.AUTO) {
      return settings.mode() == Mode.DISABLED;
    }
    if (state == State.OPEN && nowNanos - openedNanos >= settings.openNanos()) {
      enter(State.HALF_OPEN);
    }
    if (state == State.HALF_OPEN) {
      boolean permits = permitted < settings.trials();
      permitted += permits ? 1 : 0;
      return permits;
    }
    return state == State.CLOSED;
  }

  /** A call whose result will never be known gives its place back. */
  void release() {
    permitted = Math.max(0, permitted - 1);
  }

  /** A call has ended. */
  void record(long nowNanos, boolean failure) {
    if (settings.mode() != Mode.AUTO || state == State.OPEN) {
      return;
    }
    int size = state == State.HALF_OPEN ? settings.trials() : settings.window();
    if (recorded == size) {
      failed -= failures[next] ? 1 : 0;
    } else {
      recorded++;
    }
    failures[next] = failure;
    failed += failure ? 1 : 0;
    next = (next + 1) % size;
    judge(nowNanos);
  }

  private void judge(long nowNanos) {
    int needed =
        state == State.HALF_OPEN
            ? Math.min(settings.minimumCalls(), settings.trials())
            : settings.minimumCalls();
    if (recorded < needed) {
      return;
    }
    if (failed >= settings.failureShare() * recorded) {
      enter(State.OPEN);
      openedNanos = nowNanos;
    } else if (state == State.HALF_OPEN) {
      enter(State.CLOSED);
    }
  }

  private void enter(State other) {
    state = other;
    failures = new boolean[other == State.HALF_OPEN ? settings.trials() : settings.window()];
    next = 0;
    recorded = 0;
    failed = 0;
    permitted = 0;
  }
}
