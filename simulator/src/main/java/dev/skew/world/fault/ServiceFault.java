package dev.skew.world.fault;

import java.time.Duration;
import java.util.Set;

/**
 * Something done to services: what goes wrong with them, and what an operator does against it. Both
 * are in force from their beginning to their end; of several that say the same thing, the last one
 * counts.
 */
public sealed interface ServiceFault extends Fault {

  /** What goes wrong; all others are remedies. */
  Set<Class<? extends ServiceFault>> HARM = Set.of(Slow.class, Fail.class, Overload.class);

  @Override
  default <R> R accept(Fault.Handler<R> handler) {
    return handler.onService(this);
  }

  <R> R acceptService(Handler<R> handler);

  /** The service it is about; empty for all, or where it is about an edge. */
  default String service() {
    return "";
  }

  /** The edge it is about, as {@code svc-order:database}; empty for all, or about a service. */
  default String edge() {
    return "";
  }

  /** What to do with each kind. */
  interface Handler<R> {
    R onSlow(Slow fault);

    R onFail(Fail fault);

    R onOverload(Overload fault);

    R onBreaker(Breaker act);

    R onRetries(Retries act);

    R onBudget(Budget act);

    R onTimeout(Timeout act);

    R onPatience(Patience act);

    R onTimeoutBudget(TimeoutBudget act);

    R onDeadlines(Deadlines act);

    R onShed(Shed act);

    R onAdmit(Admit act);

    R onCache(Cache act);

    R onIdempotency(Idempotency act);
  }

  /** How requests fail. */
  enum FailureKind {
    /** With an error. */
    ERROR("error"),
    /** With an answer that looks right and is of no use: a bad value in the store itself. */
    INVALID("invalid");

    private final String label;

    FailureKind(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /** Who decides about a breaker. */
  enum BreakerState {
    /** Nothing passes. */
    OPEN("open"),
    /** Everything passes. */
    CLOSED("closed"),
    /** The breaker itself. */
    AUTO("auto");

    private final String label;

    BreakerState(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /** By what load is shed. */
  enum ShedPolicy {
    NONE("none"),
    QUEUE_LENGTH("queue-length"),
    CODEL("codel"),
    NON_CRITICAL("non-critical");

    private final String label;

    ShedPolicy(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /** What a cache is used for. */
  enum CacheMode {
    OFF("off"),
    ON("on"),
    STALE("stale");

    private final String label;

    CacheMode(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /** What becomes of a cached value when a read fails. */
  enum OnError {
    KEEP("keep"),
    DELETE("delete");

    private final String label;

    OnError(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /** Whether something is used. */
  enum Switch {
    ON("on"),
    OFF("off");

    private final String label;

    Switch(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /**
   * A service's work takes longer.
   *
   * @param factor by which, from 1
   */
  record Slow(String service, double factor) implements ServiceFault {

    public Slow {
      if (!(factor >= 1 && factor <= 100_000)) {
        throw new IllegalArgumentException("factor must lie in [1, 100000], got " + factor);
      }
    }

    @Override
    public <R> R acceptService(Handler<R> handler) {
      return handler.onSlow(this);
    }
  }

  /** A share of a service's requests fails once the work is done. */
  record Fail(String service, double share, FailureKind as) implements ServiceFault {

    public Fail {
      if (!(share > 0 && share <= 1)) {
        throw new IllegalArgumentException("share must lie in (0, 1], got " + share);
      }
    }

    @Override
    public <R> R acceptService(Handler<R> handler) {
      return handler.onFail(this);
    }
  }

  /** Requests come on top from somewhere else: a batch job, a neighbour. */
  record Overload(String service, double perSecond) implements ServiceFault {

    public Overload {
      if (!(perSecond > 0 && perSecond <= 100_000)) {
        throw new IllegalArgumentException(
            "rate must lie in (0, 100000] a second, got " + perSecond);
      }
    }

    @Override
    public <R> R acceptService(Handler<R> handler) {
      return handler.onOverload(this);
    }
  }

  /** Circuit breakers are opened, closed, or left to decide. */
  record Breaker(String edge, BreakerState state) implements ServiceFault {

    @Override
    public <R> R acceptService(Handler<R> handler) {
      return handler.onBreaker(this);
    }
  }

  /** Callers retry so many times. */
  record Retries(String edge, int count) implements ServiceFault {

    public Retries {
      if (count < 0 || count > 100) {
        throw new IllegalArgumentException("count must lie in [0, 100], got " + count);
      }
    }

    @Override
    public <R> R acceptService(Handler<R> handler) {
      return handler.onRetries(this);
    }
  }

  /**
   * Callers retry only a share of their requests.
   *
   * @param minPerSecond retries that each caller may send however few requests it has
   */
  record Budget(String edge, double share, double minPerSecond) implements ServiceFault {

    public Budget {
      if (!(share >= 0 && share <= 1) || !(minPerSecond >= 0 && minPerSecond <= 100_000)) {
        throw new IllegalArgumentException(
            "share must lie in [0, 1] and the minimum in [0, 100000] a second, got "
                + share
                + " and "
                + minPerSecond);
      }
    }

    @Override
    public <R> R acceptService(Handler<R> handler) {
      return handler.onBudget(this);
    }
  }

  /** Callers give an attempt up after another time. */
  record Timeout(String edge, Duration to) implements ServiceFault {

    public Timeout {
      if (to.isZero() || to.isNegative()) {
        throw new IllegalArgumentException(
            "to must be longer than 0s: a call that may take no time never succeeds, got "
                + Quantities.duration(to));
      }
    }

    @Override
    public <R> R acceptService(Handler<R> handler) {
      return handler.onTimeout(this);
    }
  }

  /**
   * Callers wait so many times longer than they would.
   *
   * @param factor from 1: whoever is to wait less is told how long
   */
  record Patience(String edge, double factor) implements ServiceFault {

    public Patience {
      if (!(factor >= 1 && factor <= 1000)) {
        throw new IllegalArgumentException("factor must lie in [1, 1000], got " + factor);
      }
    }

    @Override
    public <R> R acceptService(Handler<R> handler) {
      return handler.onPatience(this);
    }
  }

  /**
   * Callers wait for a service as long as it waits itself for all that it calls, and a margin; for
   * one that calls nobody they wait as they did. Set from the bottom up, this stands a timeout
   * ladder the right way round.
   *
   * @param margin of the sum, on top of it
   */
  record TimeoutBudget(String edge, double margin) implements ServiceFault {

    public TimeoutBudget {
      if (!(margin >= 0 && margin <= 1)) {
        throw new IllegalArgumentException("margin must lie in [0, 1], got " + margin);
      }
    }

    @Override
    public <R> R acceptService(Handler<R> handler) {
      return handler.onTimeoutBudget(this);
    }
  }

  /** Calls tell how much time is left for them, or no longer do. */
  record Deadlines(Switch state) implements ServiceFault {

    @Override
    public <R> R acceptService(Handler<R> handler) {
      return handler.onDeadlines(this);
    }
  }

  /**
   * A service sheds load.
   *
   * @param limit with {@link ShedPolicy#QUEUE_LENGTH}, how many may wait
   */
  record Shed(String service, ShedPolicy by, int limit) implements ServiceFault {

    public Shed {
      if (limit < 1) {
        throw new IllegalArgumentException("limit must be at least 1, got " + limit);
      }
    }

    @Override
    public <R> R acceptService(Handler<R> handler) {
      return handler.onShed(this);
    }
  }

  /** A share of the users is let in. */
  record Admit(double share) implements ServiceFault {

    public Admit {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("share must lie in [0, 1], got " + share);
      }
    }

    @Override
    public <R> R acceptService(Handler<R> handler) {
      return handler.onAdmit(this);
    }
  }

  /** A cache is used, or not, or whatever the age of what it holds. */
  record Cache(String edge, CacheMode mode, OnError onError) implements ServiceFault {

    @Override
    public <R> R acceptService(Handler<R> handler) {
      return handler.onCache(this);
    }
  }

  /** A service remembers which writes it has done, or does not. */
  record Idempotency(String service, Switch state) implements ServiceFault {

    @Override
    public <R> R acceptService(Handler<R> handler) {
      return handler.onIdempotency(this);
    }
  }

  @Override
  default boolean isRemedy() {
    return !HARM.contains(getClass());
  }
}
