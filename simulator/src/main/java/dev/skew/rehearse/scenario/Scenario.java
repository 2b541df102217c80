package dev.skew.rehearse.scenario;

import dev.skew.world.fault.TimelineEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a run needs but its seed.
 *
 * @param name as reports and lists show it
 * @param teaches what one can learn from it, in a line; empty where its author did not say
 * @param start wall date at which virtual time begins
 * @param duration how much virtual time the run lasts
 * @param timeline what goes wrong, in the order of the file
 * @param expect what must come true, with which a scenario is its own test
 */
public record Scenario(
    String name,
    String description,
    String teaches,
    Instant start,
    Duration duration,
    Topology topology,
    Machinery machinery,
    List<Workload> workloads,
    List<TimelineEntry> timeline,
    List<Expectation> expect) {

  public Scenario {
    workloads = List.copyOf(workloads);
    timeline = List.copyOf(timeline);
    expect = List.copyOf(expect);
  }

  /** Whom a workload asks; null for the null name, which stands for all workloads. */
  public Workload.@Nullable Target targetOf(@Nullable String workload) {
    for (Workload candidate : workloads) {
      if (candidate.name().equals(workload)) {
        return candidate.target();
      }
    }
    return null;
  }

  /** How the nodes, their clocks and their links work. */
  public record Machinery(
      ConsensusSettings consensus,
      StoreSettings store,
      ReplicationSettings replication,
      ClockSettings clocks,
      LinkSettings links,
      NodeSettings nodes,
      CallGraph services) {}
}
