package dev.skew.rehearse.scenario;

import dev.skew.rehearse.scenario.CallGraph.Breaker;
import dev.skew.rehearse.scenario.CallGraph.Budget;
import dev.skew.rehearse.scenario.CallGraph.Cache;
import dev.skew.rehearse.scenario.CallGraph.CacheMode;
import dev.skew.rehearse.scenario.CallGraph.Call;
import dev.skew.rehearse.scenario.CallGraph.Retry;
import java.time.Duration;

/** The fields of an edge of {@code services}: how one service calls another. */
final class CallTable {

  private static final Shape<Duration> TIME =
      Scalars.duration(Duration.ofMillis(1), Duration.ofHours(1));

  private static final Field<Retry, Integer> ATTEMPTS =
      Field.of(
          "attempts", Scalars.count(0, 100), Retry::attempts, "Retries after the first attempt.");
  private static final Field<Retry, Duration> BASE =
      Field.of(
          "base",
          Scalars.duration(Duration.ZERO, Duration.ofHours(1)),
          Retry::base,
          "Bound of the pause before the first retry, doubled before each further one.");
  private static final Field<Retry, Duration> CAP =
      Field.of(
          "cap",
          Scalars.duration(Duration.ZERO, Duration.ofHours(1)),
          Retry::cap,
          "Where the doubling ends.");
  private static final Field<Retry, Boolean> JITTER =
      Field.of(
          "jitter",
          Scalars.BOOLEAN,
          Retry::jitter,
          "Whether a pause is drawn between zero and its bound (full jitter).");
  private static final ObjectShape<Retry> RETRY =
      ObjectShape.of("retry", Retry.DEFAULT, "How often and when a caller tries again.")
          .with(ATTEMPTS)
          .with(BASE)
          .with(CAP)
          .with(JITTER)
          .check(CallTable::checkCap, BASE, CAP)
          .make(
              values ->
                  new Retry(
                      values.get(ATTEMPTS), values.get(BASE), values.get(CAP), values.get(JITTER)));

  private static final Field<Budget, Boolean> BUDGET_ENABLED =
      Field.of("enabled", Scalars.BOOLEAN, Budget::enabled, "Whether there is one.");
  private static final Field<Budget, Double> BUDGET_SHARE =
      Field.of("share", Scalars.SHARE, Budget::share, "Of its requests that a caller may retry.");
  private static final Field<Budget, Double> BUDGET_MINIMUM =
      Field.of(
          "minPerSecond",
          Scalars.number(0, 100_000),
          Budget::minPerSecond,
          "Retries a second that each instance may send however few requests it has.");
  private static final Field<Budget, Duration> BUDGET_TTL =
      Field.of(
          "ttl",
          Scalars.duration(Duration.ofSeconds(1), Duration.ofSeconds(60)),
          Budget::ttl,
          "How long a request counts.");
  private static final ObjectShape<Budget> BUDGET =
      ObjectShape.of(
              "retry-budget",
              Budget.DEFAULT,
              "Which share of its requests a caller may retry (Finagle's RetryBudget).")
          .with(BUDGET_ENABLED)
          .with(BUDGET_SHARE)
          .with(BUDGET_MINIMUM)
          .with(BUDGET_TTL)
          .make(
              values ->
                  new Budget(
                      values.get(BUDGET_ENABLED),
                      values.get(BUDGET_SHARE),
                      values.get(BUDGET_MINIMUM),
                      values.get(BUDGET_TTL)));

  private static final Field<Breaker, Boolean> BREAKER_ENABLED =
      Field.of("enabled", Scalars.BOOLEAN, Breaker::enabled, "Whether there is one.");
  private static final Field<Breaker, Integer> WINDOW =
      Field.of(
          "window",
          Scalars.count(1, 100_000),
          Breaker::window,
          "Of how many of the last calls the share of failures is taken.");
  private static final Field<Breaker, Integer> MINIMUM_CALLS =
      Field.of(
          "minimumCalls", Scalars.count(1, 100_000), Breaker::minimumCalls, "Fewer say nothing.");
  private static final Field<Breaker, Double> FAILURES =
      Field.of("failures", Scalars.SHARE, Breaker::failures, "Share from which on it opens.");
  private static final Field<Breaker, Duration> OPEN =
      Field.of("open", TIME, Breaker::open, "For how long it stays open.");
  private static final Field<Breaker, Integer> TRIALS =
      Field.of(
          "trials",
          Scalars.count(1, 10_000),
          Breaker::trials,
          "Calls that it lets through when half-open.");
  private static final ObjectShape<Breaker> BREAKER =
      ObjectShape.of(
              "circuit-breaker",
              Breaker.DEFAULT,
              "When a caller stops calling (resilience4j's count-based circuit breaker).")
          .with(BREAKER_ENABLED)
          .with(WINDOW)
          .with(MINIMUM_CALLS)
          .with(FAILURES)
          .with(OPEN)
          .with(TRIALS)
          .check(CallTable::checkFailures, FAILURES)
          .make(
              values ->
                  new Breaker(
                      values.get(BREAKER_ENABLED),
                      values.get(WINDOW),
                      values.get(MINIMUM_CALLS),
                      values.get(FAILURES),
                      values.get(OPEN),
                      values.get(TRIALS)));

  private static final Field<Cache, CacheMode> MODE =
      Field.of(
          "mode",
          Shapes.choice(CacheMode.values()),
          Cache::mode,
          "Not used, used while entries live, or used whatever their age.");
  private static final Field<Cache, Duration> TTL =
      Field.of("ttl", TIME, Cache::ttl, "How long an entry lives.");
  private static final Field<Cache, Integer> CAPACITY =
      Field.of("capacity", Scalars.count(1, 1_000_000), Cache::capacity, "Entries.");
  private static final Field<Cache, Boolean> DELETE_ON_ERROR =
      Field.of(
          "deleteOnError",
          Scalars.BOOLEAN,
          Cache::deleteOnError,
          "Whether a failed read deletes the entry, as if the value had been bad.");
  private static final ObjectShape<Cache> CACHE =
      ObjectShape.of(
              "cache", Cache.DEFAULT, "What each instance of a caller keeps of what it has read.")
          .with(MODE)
          .with(TTL)
          .with(CAPACITY)
          .with(DELETE_ON_ERROR)
          .make(
              values ->
                  new Cache(
                      values.get(MODE),
                      values.get(TTL),
                      values.get(CAPACITY),
                      values.get(DELETE_ON_ERROR)));

  static final Field<Call, String> FROM =
      Field.required("from", Scalars.name("the name of a service"), Call::from, "Who calls.");
  static final Field<Call, String> TO =
      Field.required("to", Scalars.name("the name of a service"), Call::to, "Who is called.");
  private static final Field<Call, Double> SHARE =
      Field.of(
          "share", Scalars.SHARE, Call::share, "Of the caller's requests that need the callee.");
  private static final Field<Call, Boolean> OPTIONAL =
      Field.of(
          "optional", Scalars.BOOLEAN, Call::optional, "Whether a request succeeds without it.");
  private static final Field<Call, Duration> TIMEOUT =
      Field.of("timeout", TIME, Call::timeout, "After which an attempt is given up.");
  private static final Field<Call, Integer> CONCURRENCY =
      Field.of(
          "concurrency",
          Scalars.count(0, 100_000),
          Call::concurrency,
          "Most calls of one instance under way at a time (a bulkhead); 0 for no limit.");
  private static final Field<Call, Retry> RETRY_OF =
      Field.of("retry", RETRY, Call::retry, "How often and when it is tried again.");
  private static final Field<Call, Budget> BUDGET_OF =
      Field.of("budget", BUDGET, Call::budget, "Which share of the requests may be retried.");
  private static final Field<Call, Breaker> BREAKER_OF =
      Field.of("breaker", BREAKER, Call::breaker, "When the caller stops calling.");
  private static final Field<Call, Cache> CACHE_OF =
      Field.of("cache", CACHE, Call::cache, "What the caller keeps of what it has read.");

  /** What all edges share: an edge without its ends. */
  static final ObjectShape<Call> STANDARD =
      guards(ObjectShape.of("call", Call.DEFAULT, "How services call each other."))
          .make(values -> call(values, "", ""));

  static final ObjectShape<Call> EDGE =
      guards(
              ObjectShape.of("edge", Call.DEFAULT, "How one service calls another.")
                  .with(FROM)
                  .with(TO))
          .make(values -> call(values, values.get(FROM), values.get(TO)));

  private CallTable() {}

  private static ObjectShape.Builder<Call> guards(ObjectShape.Builder<Call> builder) {
    return builder
        .with(SHARE)
        .with(OPTIONAL)
        .with(TIMEOUT)
        .with(CONCURRENCY)
        .with(RETRY_OF)
        .with(BUDGET_OF)
        .with(BREAKER_OF)
        .with(CACHE_OF);
  }

  private static Call call(Values values, String from, String to) {
    return new Call(
        from,
        to,
        values.get(SHARE),
        values.get(OPTIONAL),
        values.get(TIMEOUT),
        values.get(CONCURRENCY),
        values.get(RETRY_OF),
        values.get(BUDGET_OF),
        values.get(BREAKER_OF),
        values.get(CACHE_OF));
  }

  private static void checkCap(Values values) {
    if (values.get(CAP).compareTo(values.get(BASE)) < 0) {
      values.reject(CAP, "must not be shorter than base, " + BASE.shape().write(values.get(BASE)));
    }
  }

  private static void checkFailures(Values values) {
    if (values.get(FAILURES) == 0) {
      values.reject(FAILURES, "must be above 0%: a breaker that needs no failure is always open");
    }
  }
}
