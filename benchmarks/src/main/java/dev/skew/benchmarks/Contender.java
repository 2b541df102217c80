package dev.skew.benchmarks;

import java.util.function.Supplier;
import nl.tudelft.simulation.dsol.eventlists.EventListPriorityQueue;
import nl.tudelft.simulation.dsol.eventlists.RedBlackTree;
import umontreal.ssj.simevents.eventlist.Henriksen;
import umontreal.ssj.simevents.eventlist.SplayTree;

/** Who takes part in the comparison of hops, and how many they are given to do. */
public enum Contender {
  BARE_HEAP("bare binary heap of longs", Load.FULL, BareHeap::new),
  JAVA_QUEUE("java.util.PriorityQueue of records", Load.FULL, JavaQueue::new),
  SKEW_QUEUE("Skew: event queue", Load.FULL, SkewQueue::new),
  SKEW_ACTORS("Skew: actors", Load.FULL, SkewActors::new),
  SKEW_NETWORK("Skew: actors and network", Load.FULL, SkewNetwork::new),
  SSJ_SPLAY("SSJ, SplayTree", Load.FULL, () -> new SsjEvents(new SplayTree())),
  SSJ_HENRIKSEN("SSJ, Henriksen", Load.FULL, () -> new SsjEvents(new Henriksen())),
  DSOL_QUEUE(
      "DSOL, EventListPriorityQueue",
      Load.FULL,
      () -> new DsolEvents(new EventListPriorityQueue<>())),
  DSOL_TREE("DSOL, RedBlackTree", Load.FULL, () -> new DsolEvents(new RedBlackTree<>())),
  CLOUDSIM("CloudSim Plus", Load.BEFORE_TIES, CloudSimEntities::new),
  OPENSEARCH("OpenSearch DeterministicTaskQueue", Load.BY_PENDING, OpenSearchTasks::new),
  PEKKO_TESTKIT("Pekko ExplicitlyTriggeredScheduler", Load.FEW, PekkoTestScheduler::new);

  /** Slow ones are given fewer hops; a hop costs them the same however many there are. */
  private enum Load {
    FULL,
    /** It serves what is due at one instant by entity, and so leaves the trajectory at a tie. */
    BEFORE_TIES,
    BY_PENDING,
    FEW
  }

  private static final long HOPS = 2_000_000;

  private final String label;
  private final Load load;

  @SuppressWarnings("ImmutableEnumChecker") // constructors only
  private final Supplier<HopCompetitor> maker;

  Contender(String label, Load load, Supplier<HopCompetitor> maker) {
    this.label = label;
    this.load = load;
    this.maker = maker;
  }

  String label() {
    return label;
  }

  /** A new one with an empty queue. */
  HopCompetitor make() {
    return maker.get();
  }

  long hops(int pending) {
    return switch (load) {
      case FULL -> HOPS;
      case BEFORE_TIES -> Math.min(HOPS / 10, 100_000_000L / pending);
      case BY_PENDING -> 50_000_000L / pending;
      case FEW -> 5_000_000L / pending;
    };
  }

  /**
   * Does the work and refuses to have done other work than the bare heap.
   *
   * @return what it cost
   */
  long run(int pending, long hops, long expectedTrajectory) {
    HopWork work = new HopWork(pending, hops);
    make().run(work);
    if (work.trajectory() != expectedTrajectory) {
      throw new IllegalStateException(
          "%s with %d pending took another trajectory: %016x instead of %016x"
              .formatted(label, pending, work.trajectory(), expectedTrajectory));
    }
    return work.costNanos();
  }

  static long trajectory(int pending, long hops) {
    HopWork work = new HopWork(pending, hops);
    BARE_HEAP.make().run(work);
    return work.trajectory();
  }
}
