package dev.skew.rehearse.scenario;

import dev.skew.world.topology.Region;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one kind of clients does.
 *
 * @param name unique within the scenario
 * @param target whom it asks
 * @param region only clients of this region take part, or null for all
 * @param route which of the target's nodes a client asks
 * @param timeout after which a client gives up and cannot know
 * @param start when it begins, counted from the run's start
 * @param stop when it ends, or null for never; the truth can then settle before it is judged
 */
public record Workload(
    String name,
    Target target,
    Pace pace,
    Keys keys,
    Mix mix,
    @Nullable Region region,
    Route route,
    Duration timeout,
    int sessions,
    Duration start,
    @Nullable Duration stop) {

  /** Whom a workload asks. */
  public enum Target implements Labelled {
    CONSENSUS("consensus"),
    STORE("store");

    private final String label;

    Target(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }

  /** When the next operation begins. */
  public sealed interface Pace {

    /** Whenever it is time, whatever became of the others (Poisson). */
    record Open(double perSecond) implements Pace {}

    /**
     * When the last one is answered.
     *
     * @param clients at a time
     * @param pause between an answer and the next question
     */
    record Closed(int clients, Duration pause) implements Pace {}
  }

  /**
   * Which keys.
   *
   * @param count how many there are
   * @param zipf exponent of the popularity, 0 for all alike
   * @param keyspace which of the store's, or null for the first
   * @param valueBytes size of a written value
   */
  public record Keys(int count, double zipf, @Nullable String keyspace, int valueBytes) {

    public static final Keys DEFAULT = new Keys(100, 0, null, 64);
  }

  /**
   * What is asked, as weights: only their ratio counts.
   *
   * @param read at the target's strongest consistency
   * @param readStale from whatever node is asked, as it is
   */
  public record Mix(
      int read, int readStale, int write, int delete, int compareAndSet, int transaction) {

    public static final Mix DEFAULT = new Mix(50, 0, 50, 0, 0, 0);

    public int total() {
      return read + readStale + write + delete + compareAndSet + transaction;
    }
  }

  /** Which node a client asks. */
  public enum Route implements Labelled {
    /** One after the other. */
    ROUND_ROBIN("round-robin"),
    /** One drawn for each operation. */
    RANDOM("random"),
    /** One drawn at the start and kept, while it answers. */
    STICKY("sticky"),
    /** Whoever leads as far as the client has heard. */
    LEADER("leader");

    private final String label;

    Route(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }
}
