package dev.skew.world.fault;

import dev.skew.world.fault.ServiceFault.Admit;
import dev.skew.world.fault.ServiceFault.Breaker;
import dev.skew.world.fault.ServiceFault.BreakerState;
import dev.skew.world.fault.ServiceFault.Budget;
import dev.skew.world.fault.ServiceFault.Cache;
import dev.skew.world.fault.ServiceFault.CacheMode;
import dev.skew.world.fault.ServiceFault.Deadlines;
import dev.skew.world.fault.ServiceFault.Fail;
import dev.skew.world.fault.ServiceFault.FailureKind;
import dev.skew.world.fault.ServiceFault.Idempotency;
import dev.skew.world.fault.ServiceFault.OnError;
import dev.skew.world.fault.ServiceFault.Overload;
import dev.skew.world.fault.ServiceFault.Patience;
import dev.skew.world.fault.ServiceFault.Retries;
import dev.skew.world.fault.ServiceFault.Shed;
import dev.skew.world.fault.ServiceFault.ShedPolicy;
import dev.skew.world.fault.ServiceFault.Slow;
import dev.skew.world.fault.ServiceFault.Switch;
import dev.skew.world.fault.ServiceFault.Timeout;
import dev.skew.world.fault.ServiceFault.TimeoutBudget;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The commands about services: three that break them, the others against that. */
final class ServiceVerbs {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
  private static final Pattern EDGE = Pattern.compile("[a-z][a-z0-9-]{0,62}:[a-z][a-z0-9-]{0,62}");

  private static final Flag<String> SERVICE = service(null, "which");
  private static final Flag<String> ANY_SERVICE = service("", "which; all where absent");
  private static final Flag<String> EDGE_OF =
      new Flag<>(
          "edge",
          "CALLER:CALLEE",
          ServiceVerbs::edge,
          text -> text,
          "",
          "as svc-order:database; all where absent");

  private static final Flag<Double> FACTOR =
      Flag.number("factor", null, "by which its work takes longer");
  private static final Flag<Double> FAILED =
      Flag.probability("share", 1.0, "of its requests that fail");
  private static final Flag<FailureKind> FAILS_AS =
      Flag.choice(
          "as",
          FailureKind.values(),
          FailureKind::label,
          FailureKind.ERROR,
          "with an error, or with an answer of no use");
  private static final Flag<Double> EXTRA = frequency("rate", null, "of requests on top");

  private static final Flag<BreakerState> BREAKER_STATE =
      Flag.choice(
          "state",
          BreakerState.values(),
          BreakerState::label,
          null,
          "nothing passes, everything passes, or the breaker decides");
  private static final Flag<Integer> RETRY_COUNT =
      Flag.count("count", null, "after the first attempt; 0 for none");
  private static final Flag<Double> RETRY_SHARE =
      Flag.probability("share", 0.2, "of its requests that a caller may retry");
  private static final Flag<Double> RETRY_MINIMUM =
      frequency("min", 0.0, "retries that each caller may send however few requests it has");
  private static final Flag<Duration> TIMEOUT =
      Flag.duration("to", null, "after which a caller gives an attempt up");
  private static final Flag<Double> PATIENCE =
      Flag.number("factor", null, "by which they wait longer, from 1");
  private static final Flag<Double> MARGIN =
      Flag.probability("margin", 0.5, "of the sum of the timeouts below, on top of it");
  private static final Flag<Switch> SWITCH =
      Flag.choice("state", Switch.values(), Switch::label, Switch.ON, "whether it is used");
  private static final Flag<ShedPolicy> POLICY =
      Flag.choice(
          "by",
          ShedPolicy.values(),
          ShedPolicy::label,
          ShedPolicy.NON_CRITICAL,
          "nothing, what comes to a long queue, what has waited long, or what is not critical");
  private static final Flag<Integer> LIMIT =
      Flag.count("limit", 10, "by queue-length, how many may wait");
  private static final Flag<Double> ADMITTED =
      Flag.probability("share", null, "of the users who are let in");
  private static final Flag<CacheMode> CACHE_MODE =
      Flag.choice(
          "mode",
          CacheMode.values(),
          CacheMode::label,
          CacheMode.STALE,
          "not used, used while entries live, or used whatever their age");
  private static final Flag<OnError> ON_ERROR =
      Flag.choice(
          "on-error",
          OnError.values(),
          OnError::label,
          OnError.KEEP,
          "what becomes of an entry when a read fails");

  static final List<Verb<?>> ALL =
      List.of(
          verb("slow", Slow.class)
              .with(SERVICE, Slow::service)
              .with(FACTOR, Slow::factor)
              .make("make a service slow", args -> new Slow(args.get(SERVICE), args.get(FACTOR))),
          verb("fail", Fail.class)
              .with(SERVICE, Fail::service)
              .with(FAILED, Fail::share)
              .with(FAILS_AS, Fail::as)
              .make(
                  "let requests of a service fail",
                  args -> new Fail(args.get(SERVICE), args.get(FAILED), args.get(FAILS_AS))),
          verb("overload", Overload.class)
              .with(SERVICE, Overload::service)
              .with(EXTRA, Overload::perSecond)
              .make(
                  "put load on a service from somewhere else",
                  args -> new Overload(args.get(SERVICE), args.get(EXTRA))),
          verb("breaker", Breaker.class)
              .with(BREAKER_STATE, Breaker::state)
              .with(EDGE_OF, Breaker::edge)
              .make(
                  "open circuit breakers, close them, or let them decide",
                  args -> new Breaker(args.get(EDGE_OF), args.get(BREAKER_STATE))),
          verb("retries", Retries.class)
              .with(RETRY_COUNT, Retries::count)
              .with(EDGE_OF, Retries::edge)
              .make(
                  "set how often callers retry",
                  args -> new Retries(args.get(EDGE_OF), args.get(RETRY_COUNT))),
          verb("budget", Budget.class)
              .with(RETRY_SHARE, Budget::share)
              .with(RETRY_MINIMUM, Budget::minPerSecond)
              .with(EDGE_OF, Budget::edge)
              .make(
                  "let callers retry only a share of their requests",
                  args ->
                      new Budget(
                          args.get(EDGE_OF), args.get(RETRY_SHARE), args.get(RETRY_MINIMUM))),
          verb("timeout", Timeout.class)
              .with(TIMEOUT, Timeout::to)
              .with(EDGE_OF, Timeout::edge)
              .make(
                  "set how long callers wait",
                  args -> new Timeout(args.get(EDGE_OF), args.get(TIMEOUT))),
          verb("patience", Patience.class)
              .with(PATIENCE, Patience::factor)
              .with(EDGE_OF, Patience::edge)
              .make(
                  "let callers wait longer",
                  args -> new Patience(args.get(EDGE_OF), args.get(PATIENCE))),
          verb("timeout-budget", TimeoutBudget.class)
              .with(MARGIN, TimeoutBudget::margin)
              .with(EDGE_OF, TimeoutBudget::edge)
              .make(
                  "let callers wait as long as all that is called below, and a margin",
                  args -> new TimeoutBudget(args.get(EDGE_OF), args.get(MARGIN))),
          verb("deadlines", Deadlines.class)
              .with(SWITCH, Deadlines::state)
              .make(
                  "let calls tell how much time is left, so that nobody works for nobody",
                  args -> new Deadlines(args.get(SWITCH))),
          verb("shed", Shed.class)
              .with(POLICY, Shed::by)
              .with(LIMIT, Shed::limit)
              .with(ANY_SERVICE, Shed::service)
              .make(
                  "let services turn load away",
                  args -> new Shed(args.get(ANY_SERVICE), args.get(POLICY), args.get(LIMIT))),
          verb("admit", Admit.class)
              .with(ADMITTED, Admit::share)
              .make(
                  "let only a share of the users in, always the same ones",
                  args -> new Admit(args.get(ADMITTED))),
          verb("cache", Cache.class)
              .with(CACHE_MODE, Cache::mode)
              .with(ON_ERROR, Cache::onError)
              .with(EDGE_OF, Cache::edge)
              .make(
                  "read from caches, however old what they hold",
                  args -> new Cache(args.get(EDGE_OF), args.get(CACHE_MODE), args.get(ON_ERROR))),
          verb("idempotency", Idempotency.class)
              .with(SWITCH, Idempotency::state)
              .with(ANY_SERVICE, Idempotency::service)
              .make(
                  "let services do no write twice",
                  args -> new Idempotency(args.get(ANY_SERVICE), args.get(SWITCH))));

  private ServiceVerbs() {}

  private static <F extends ServiceFault> Verb.Builder<F> verb(String name, Class<F> type) {
    return Verb.of("service", name, type).withoutNodes();
  }

  private static Flag<String> service(@Nullable String fallback, String help) {
    return new Flag<>("service", "NAME", ServiceVerbs::name, text -> text, fallback, help);
  }

  private static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException("must be the name of a service, got " + text);
    }
    return text;
  }

  private static String edge(String text) {
    if (!EDGE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "must be a caller and a callee such as svc-order:database, got " + text);
    }
    return text;
  }

  private static Flag<Double> frequency(String name, @Nullable Double fallback, String help) {
    return new Flag<>(
        name, "FREQUENCY", Quantities::frequency, Quantities::frequency, fallback, help);
  }
}
