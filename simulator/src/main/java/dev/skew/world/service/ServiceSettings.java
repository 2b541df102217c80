package dev.skew.world.service;

import dev.skew.world.network.Latency;

/**
 * How one service works.
 *
 * @param concurrency requests that an instance has in hand at a time, those that wait for a
 *     dependency included (the threads of a servlet container)
 * @param queueLimit requests that may wait for a place; more are refused
 * @param work how long its own part of a request keeps it busy
 * @param stateful whether writes take effect here; callers then ask the instance that has the key
 * @param idempotent whether it remembers which writes have taken effect, and does none twice
 * @param latencyClock whether it asks fast instances more often, and how it knows them
 */
public record ServiceSettings(
    String name,
    int concurrency,
    int queueLimit,
    Latency work,
    LoadShedding shedding,
    boolean stateful,
    boolean idempotent,
    LatencyClock latencyClock,
    Trouble trouble) {

  public ServiceSettings {
    if (concurrency < 1 || queueLimit < 0) {
      throw new IllegalArgumentException(
          "concurrency must be positive and the queue not negative, got "
              + concurrency
              + " and "
              + queueLimit);
    }
  }

  public ServiceSettings withShedding(LoadShedding other) {
    return new ServiceSettings(
        name, concurrency, queueLimit, work, other, stateful, idempotent, latencyClock, trouble);
  }

  public ServiceSettings withTrouble(Trouble other) {
    return new ServiceSettings(
        name, concurrency, queueLimit, work, shedding, stateful, idempotent, latencyClock, other);
  }

  public ServiceSettings withIdempotency(boolean on) {
    return new ServiceSettings(
        name, concurrency, queueLimit, work, shedding, stateful, on, latencyClock, trouble);
  }
}
