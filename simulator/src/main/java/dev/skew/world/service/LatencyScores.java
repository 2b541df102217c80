package dev.skew.world.service;

import dev.skew.kernel.RandomSource;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses among the instances of a service those that have answered fast, as resolvers choose among
 * name servers: a bound is drawn below the longest smoothed latency, and whoever is within it may
 * be asked.
 *
 * <p>Drawing takes for granted that a latency is not negative. One that was measured over a clock
 * that went back is, and where all are there is no bound to draw: the choice panics, and as nobody
 * is asked any more nothing is measured that could mend it (Cloudflare's RRDNS on 2017-01-01; Go's
 * {@code rand.Int63n} panics for n <= 0).
 */
final class LatencyScores {

  /** The gain of a smoothed round-trip time (RFC 6298 section 2). */
  private static final int GAIN = 8;

  private final RandomSource random;
  private final Map<NodeId, Long> smoothed = new HashMap<>(); // never iterated

  LatencyScores(RandomSource random) {
    this.random = random;
  }

  void measured(NodeId instance, long nanos) {
    Long before = smoothed.get(instance);
    smoothed.put(instance, before == null ? nanos : before + (nanos - before) / GAIN);
  }

  /**
   * Whom to ask; nobody where the choice panics.
   *
   * @param instances at least one; those of whom nothing is known come first
   */
  Optional<NodeId> choose(List<NodeId> instances) {
    long longest = Long.MIN_VALUE;
    for (NodeId instance : instances) {
      Long latency = smoothed.get(instance);
      if (latency == null) {
        return Optional.of(instance);
      }
      longest = Math.max(longest, latency);
    }
    if (longest < 0) {
      return Optional.empty();
    }
    return Optional.of(drawn(instances, random.nextLong(longest + 1)));
  }

  private NodeId drawn(List<NodeId> instances, long bound) {
    List<NodeId> within = new ArrayList<>();
    NodeId fastest = instances.get(0);
    for (NodeId instance : instances) {
      if (latency(instance) <= bound) {
        within.add(instance);
      }
      fastest = latency(instance) < latency(fastest) ? instance : fastest;
    }
    return within.isEmpty() ? fastest : within.get(random.nextInt(within.size()));
  }

  private long latency(NodeId instance) {
    return smoothed.getOrDefault(instance, 0L);
  }
}
