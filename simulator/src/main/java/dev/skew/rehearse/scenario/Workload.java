package dev.skew.rehearse.scenario;

import dev.skew.world.kv.Consistency;
import dev.skew.world.topology.Region;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one kind of clients does.
 *
 * @param name unique within the scenario
 * @param target whom it asks
 * @param region only clients of this region take part, or null for all
 * @param carryContext whether a session hands in what it has seen so far with each request
 * @param waitForPosition whether a session's reads of replicas wait for what it has seen so far
 * @param start when it begins, counted from the run's start
 * @param stop when it ends, or null for never; what it wrote can then settle before it is judged
 */
public record Workload(
    String name,
    Target target,
    @Nullable Region region,
    Arrival arrival,
    Keys keys,
    Mix mix,
    boolean carryContext,
    boolean waitForPosition,
    Route route,
    Requests requests,
    Duration start,
    @Nullable Duration stop) {

  /** Whom a workload asks. */
  public enum Target implements Labelled {
    CONSENSUS("consensus", Topology.Role.ETCD),
    STORE("store", Topology.Role.STORE),
    /** The MySQL servers: writes to the primary, reads as the route says. */
    REPLICAS("replicas", Topology.Role.MYSQL),
    SERVICES("services", Topology.Role.SERVICE);

    private final String label;
    private final Topology.Role role;

    Target(String label, Topology.Role role) {
      this.label = label;
      this.role = role;
    }

    /** The role of the nodes that are asked. */
    public Topology.Role role() {
      return role;
    }

    /** How it can be read. */
    public List<Consistency> reads() {
      return switch (this) {
        case CONSENSUS -> List.of(Consistency.LINEARIZABLE, Consistency.SERIALIZABLE);
        case STORE -> List.of(Consistency.QUORUM, Consistency.ONE, Consistency.ALL);
        case REPLICAS -> List.of(Consistency.ONE);
        case SERVICES -> List.of(Consistency.PLAIN);
      };
    }

    @Override
    public String label() {
      return label;
    }
  }

  /** When operations begin. */
  public sealed interface Arrival {

    /** How many sessions there are, over all clients. */
    int sessions();

    /**
     * At random instants (Poisson), whatever became of earlier ones.
     *
     * @param perSecond over all clients
     * @param sessions to which they are dealt in turn
     */
    record Open(double perSecond, int sessions) implements Arrival {}

    /**
     * In every session one after the other.
     *
     * @param think mean pause between an answer and the next operation
     * @param pace least time between the beginnings of two operations of a session
     */
    record Closed(int sessions, Duration think, Duration pace) implements Arrival {}
  }

  /**
   * Which keys.
   *
   * @param prefix of every key; of the store's keys the keyspace, and a colon
   * @param count how many there are
   */
  public record Keys(String prefix, int count, Skew skew) {

    public static final Keys DEFAULT = new Keys("key-", 100, new Skew.Uniform());
  }

  /** How unevenly operations fall on keys. */
  public sealed interface Skew {

    /** Every key is as likely as any other. */
    record Uniform() implements Skew {}

    /** The k-th key has a weight of 1 / k^theta. */
    record Zipf(double theta) implements Skew {}

    /** A share of the keys takes a share of the operations. */
    record Hotspot(double keyShare, double operationShare) implements Skew {}
  }

  /**
   * What is asked, as weights: only their ratio counts.
   *
   * @param reads by consistency, those above zero
   */
  public record Mix(
      Map<Consistency, Double> reads,
      double write,
      double compareAndSet,
      double delete,
      double transaction) {

    public Mix {
      EnumMap<Consistency, Double> ordered = new EnumMap<>(Consistency.class);
      ordered.putAll(reads);
      reads = Collections.unmodifiableMap(ordered);
    }

    /** The weight of the reads at a consistency, 0 where there are none. */
    public double read(Consistency consistency) {
      return reads.getOrDefault(consistency, 0.0);
    }

    public double total() {
      double total = write + compareAndSet + delete + transaction;
      for (double weight : reads.values()) {
        total += weight;
      }
      return total;
    }
  }

  /**
   * Which node a client asks.
   *
   * @param node with {@link Way#FIXED}, else null
   */
  public record Route(Way way, @Nullable String node) {

    public static final Route ROUND_ROBIN = new Route(Way.ROUND_ROBIN, null);

    /** The one node that is always asked. */
    public Optional<String> fixed() {
      return Optional.ofNullable(node);
    }
  }

  /** How a client finds the node that it asks. */
  public enum Way implements Labelled {
    /** Every node in turn. */
    ROUND_ROBIN("round-robin"),
    /** Whoever leads as far as the client has heard. */
    LEADER("leader"),
    /** The nodes of the nearest region in turn. */
    NEAREST_REGION("nearest-region"),
    /** Always the same node; a file writes its name. */
    FIXED("fixed");

    private final String label;

    Way(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }

  /**
   * How a client treats each of its requests.
   *
   * @param timeout after which it gives an attempt up and cannot know
   * @param retries after a failure or a timeout
   * @param backoff before the first retry, doubled before each further one
   * @param valueBytes size of a written value
   * @param critical share of the operations that count as critical
   */
  public record Requests(
      Duration timeout, int retries, Duration backoff, long valueBytes, double critical) {

    public static final Requests DEFAULT =
        new Requests(Duration.ofSeconds(2), 0, Duration.ofMillis(100), 64, 0);
  }
}
