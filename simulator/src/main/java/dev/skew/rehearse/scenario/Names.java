package dev.skew.rehearse.scenario;

import dev.skew.world.fault.FaultTargets.Member;
import dev.skew.world.fault.ServiceMap;
import dev.skew.world.version.Releases;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file declares, against which the rest of it is checked.
 *
 * @param certain false when the topology itself has problems: a name that is missing may then be
 *     missing for that reason, and reporting it would lead astray
 * @param duration of the run
 * @param regions their names
 * @param keyspaces their names
 * @param workloads their names, empty when not all could be read
 * @param members nodes and clients as node selectors see them
 * @param services the call graph, null when it could not be read
 * @param releases of the store's software
 */
record Names(
    boolean certain,
    Duration duration,
    List<String> regions,
    List<String> keyspaces,
    List<String> workloads,
    List<Member> members,
    @Nullable CallGraph services,
    Releases releases) {

  long count(Topology.Role role) {
    return members.stream().filter(member -> member.role().equals(role.label())).count();
  }

  /** Which services commands can be about. */
  ServiceMap serviceMap() {
    CallGraph graph = services;
    return graph == null || count(Topology.Role.SERVICE) == 0
        ? ServiceMap.EMPTY
        : new ServiceMap(graph.serviceNames(), graph.edgeNames());
  }

  List<String> nodes() {
    return members.stream().map(member -> member.id().name()).toList();
  }

  /** Whether a region of this name may exist, as far as the topology could be read. */
  boolean mayHaveRegion(String name) {
    return regions.contains(name) || regions.isEmpty();
  }

  /** Whether a node of this name may exist, as far as the topology could be read. */
  boolean mayHaveNode(String name) {
    if (nodes().contains(name)) {
      return true;
    }
    // With a broken topology, only what no count could make right is wrong.
    return !certain && name.matches("[a-z][a-z0-9-]*-[0-9]+");
  }
}
