package dev.skew.rehearse.scenario;

import java.time.Duration;
import java.util.List;

/**
 * Which services there are and who calls whom; the defaults are those of the libraries that each
 * part is taken from, and every protection is off.
 *
 * @param services the first is the one that users ask
 * @param deadlines whether a call tells how much time is left for it
 * @param cancellation whether a caller that gives up says so
 */
public record CallGraph(
    List<Service> services, List<Call> edges, boolean deadlines, boolean cancellation) {

  public CallGraph {
    services = List.copyOf(services);
    edges = List.copyOf(edges);
  }

  /** No services. */
  public static final CallGraph NONE = new CallGraph(List.of(), List.of(), false, false);

  public List<String> serviceNames() {
    return services.stream().map(Service::name).toList();
  }

  public List<String> edgeNames() {
    return edges.stream().map(edge -> edge.from() + ":" + edge.to()).toList();
  }

  /**
   * One service.
   *
   * @param concurrency requests that an instance has in hand at a time
   * @param queue requests that may wait
   * @param work how long its own part of a request takes
   * @param stateful whether writes take effect here
   * @param idempotency whether it does no write twice
   * @param measuresLatencyWith by what it knows which instances of its callees are fast
   */
  public record Service(
      String name,
      int concurrency,
      int queue,
      Distribution work,
      Shedding shed,
      boolean stateful,
      boolean idempotency,
      LatencyMeter measuresLatencyWith) {

    public static final Service DEFAULT =
        new Service(
            "",
            200,
            1_000,
            Times.micros(2_000),
            Shedding.DEFAULT,
            false,
            false,
            LatencyMeter.NOTHING);
  }

  /** How a caller measures its callees' latencies. */
  public enum LatencyMeter implements Labelled {
    /** Not at all: instances are asked in turn. */
    NOTHING("nothing"),
    /** As the difference of two readings of the time of day. */
    WALL_CLOCK("wall-clock"),
    MONOTONIC("monotonic");

    private final String label;

    LatencyMeter(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }

  /** By what load is shed. */
  public enum ShedPolicy implements Labelled {
    NONE("none"),
    /** What is not critical, once so many wait. */
    QUEUE_LENGTH("queue-length"),
    /** What has waited too long (controlled delay). */
    CODEL("codel"),
    /** Whatever is not critical. */
    NON_CRITICAL("non-critical");

    private final String label;

    ShedPolicy(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }

  /**
   * What a service turns away although its queue has room.
   *
   * @param limit by queue length, how many may wait
   * @param target by controlled delay, how long a request may wait while a queue stands
   * @param interval by controlled delay, after how long a queue counts as standing
   */
  public record Shedding(ShedPolicy by, int limit, Duration target, Duration interval) {

    public static final Shedding DEFAULT =
        new Shedding(ShedPolicy.NONE, 10, Duration.ofMillis(5), Duration.ofMillis(100));
  }

  /**
   * How one service calls another.
   *
   * @param share of the caller's requests that need the callee
   * @param optional whether a request succeeds without it
   * @param concurrency most calls of one instance under way at a time, 0 for no limit
   */
  public record Call(
      String from,
      String to,
      double share,
      boolean optional,
      Duration timeout,
      int concurrency,
      Retry retry,
      Budget budget,
      Breaker breaker,
      Cache cache) {

    public static final Call DEFAULT =
        new Call(
            "",
            "",
            1,
            false,
            Duration.ofSeconds(1),
            0,
            Retry.DEFAULT,
            Budget.DEFAULT,
            Breaker.DEFAULT,
            Cache.DEFAULT);

    /** The same between two other services. */
    Call between(String caller, String callee) {
      return new Call(
          caller, callee, share, optional, timeout, concurrency, retry, budget, breaker, cache);
    }

    /** The same for a share of the requests. */
    Call forShare(double other) {
      return new Call(
          from, to, other, optional, timeout, concurrency, retry, budget, breaker, cache);
    }
  }

  /**
   * How often and when a caller tries again.
   *
   * @param attempts retries after the first attempt
   * @param base bound of the pause before the first retry, doubled before each further one
   * @param cap where the doubling ends
   * @param jitter whether the pause is drawn between zero and its bound
   */
  public record Retry(int attempts, Duration base, Duration cap, boolean jitter) {

    public static final Retry DEFAULT =
        new Retry(2, Duration.ofMillis(25), Duration.ofMillis(250), true);
  }

  /**
   * Which share of its requests a caller may retry.
   *
   * @param minPerSecond retries that each instance may send however few requests it has
   * @param ttl how long a request counts
   */
  public record Budget(boolean enabled, double share, double minPerSecond, Duration ttl) {

    public static final Budget DEFAULT = new Budget(false, 0.2, 10, Duration.ofSeconds(10));
  }

  /**
   * When a caller stops calling.
   *
   * @param window of how many of the last calls the share is taken
   * @param minimumCalls fewer say nothing
   * @param failures share from which on it opens
   * @param open for how long
   * @param trials calls let through then
   */
  public record Breaker(
      boolean enabled, int window, int minimumCalls, double failures, Duration open, int trials) {

    public static final Breaker DEFAULT =
        new Breaker(false, 100, 100, 0.5, Duration.ofSeconds(60), 10);
  }

  /** What a caller keeps of what it has read. */
  public record Cache(CacheMode mode, Duration ttl, int capacity, boolean deleteOnError) {

    public static final Cache DEFAULT =
        new Cache(CacheMode.OFF, Duration.ofSeconds(60), 100_000, false);
  }

  /** What a cache is used for. */
  public enum CacheMode implements Labelled {
    OFF("off"),
    /** While entries live. */
    ON("on"),
    /** Whatever their age. */
    STALE("stale");

    private final String label;

    CacheMode(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }
}
