package dev.skew.rehearse.scenario;

import dev.skew.rehearse.scenario.Topology.Node;
import dev.skew.rehearse.scenario.Topology.Role;
import dev.skew.world.topology.NodeId;
import dev.skew.world.topology.Region;
import dev.skew.world.version.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields of {@code topology}. */
final class TopologyTable {

  static final int MAX_NODES = 2_000;

  /** So many nodes of one role; their regions in turn. */
  private record Group(
      Role role,
      Optional<String> service,
      int count,
      List<Region> regions,
      Version version,
      boolean spare) {

    /** What the nodes' names begin with. */
    String prefix() {
      return service.orElse(role.label());
    }
  }

  /** The fields of a topology as a file has them. */
  private record Parts(List<String> regions, List<Group> groups) {}

  private static final Field<Group, Role> ROLE =
      Field.required("role", Shapes.choice(Role.values()), Group::role, "What they are for.");
  private static final Field<Group, Optional<String>> SERVICE =
      Field.of(
          "service",
          Shapes.optional(Scalars.name("the name of a service")),
          Group::service,
          "Of role service: whose instances they are; it names them, as svc-order-0.");
  private static final Field<Group, Integer> COUNT =
      Field.of(
          "count",
          Scalars.count(1, MAX_NODES),
          Group::count,
          "How many; they are named by role and number, as etcd-0.");
  private static final Field<Group, List<Region>> GROUP_REGIONS =
      Field.of(
              "regions",
              Shapes.list(NodeNames.REGION, 0, 100),
              Group::regions,
              "Where they are, one after the other in turn; all regions where empty.")
          .inheriting(values -> List.of());
  private static final Field<Group, Version> VERSION =
      Field.of(
          "version",
          Scalars.version(),
          Group::version,
          "Of the software that they start with; chaos deploy changes it on stores.");
  private static final Field<Group, Boolean> SPARE =
      Field.of(
          "spare",
          Scalars.BOOLEAN,
          Group::spare,
          "Of role etcd: whether they stand by until chaos raft add-member.");
  private static final ObjectShape<Group> GROUP =
      ObjectShape.of(
              "node-group",
              new Group(Role.ETCD, Optional.empty(), 1, List.of(), new Version(2, 1, 0), false),
              "Nodes of one role.")
          .with(ROLE)
          .with(SERVICE)
          .with(COUNT)
          .with(GROUP_REGIONS)
          .with(VERSION)
          .with(SPARE)
          .check(TopologyTable::checkService, ROLE, SERVICE)
          .check(TopologyTable::checkVersion, ROLE, VERSION)
          .check(TopologyTable::checkSpare, ROLE, SPARE)
          .make(
              values ->
                  new Group(
                      values.get(ROLE),
                      values.get(SERVICE),
                      values.get(COUNT),
                      values.get(GROUP_REGIONS),
                      values.get(VERSION),
                      values.get(SPARE)));

  private static final Field<Parts, List<String>> REGIONS =
      Field.of(
          "regions",
          Shapes.list(Scalars.name("a name"), 1, 100),
          Parts::regions,
          "Names of places; links between two of them have a quality of their own.");
  private static final Field<Parts, List<Group>> GROUPS =
      Field.required(
          "nodes",
          Shapes.list(GROUP, 1, 200),
          Parts::groups,
          "Groups of nodes, %d nodes in all at most.".formatted(MAX_NODES));
  private static final ObjectShape<Parts> PARTS =
      ObjectShape.of("topology", new Parts(List.of("local"), List.of()), "Who is there and where.")
          .with(REGIONS)
          .with(GROUPS)
          .check(TopologyTable::refuseTwins, REGIONS)
          .check(TopologyTable::refuseTooMany, GROUPS)
          .check(TopologyTable::refuseEmptyServices, GROUPS)
          .make(values -> new Parts(values.get(REGIONS), values.get(GROUPS)));

  /** As far as it can be read: what is wrong with a part leaves the other parts known. */
  static final Shape<Topology> TOPOLOGY = new TopologyShape();

  private TopologyTable() {}

  private static void refuseTwins(Values values) {
    Set<String> seen = new HashSet<>();
    for (String region : values.get(REGIONS)) {
      if (!seen.add(region)) {
        values.reject(REGIONS, "has " + region + " twice; keep one");
      }
    }
  }

  private static void checkService(Values values) {
    Optional<String> service = values.get(SERVICE);
    if (values.get(ROLE) != Role.SERVICE) {
      service.ifPresent(
          name -> values.reject(SERVICE, "goes with role service only, not with this one"));
      return;
    }
    if (service.isEmpty()) {
      values.reject("needs service beside role service: whose instances they are");
      return;
    }
    if (Shapes.labels(Role.values()).contains(service.get())) {
      values.reject(SERVICE, "must not be the name of a role, got " + service.get());
      return;
    }
    values
        .place()
        .later(
            names -> {
              CallGraph graph = names.services();
              if (graph != null && !graph.serviceNames().contains(service.get())) {
                values
                    .place()
                    .child(SERVICE.key())
                    .unknown(values.where(SERVICE), "service", service.get(), graph.serviceNames());
              }
            });
  }

  private static void checkVersion(Values values) {
    if (values.get(ROLE) == Role.STORE) {
      values
          .place()
          .later(
              names ->
                  names
                      .releases()
                      .refusal(values.get(VERSION))
                      .ifPresent(
                          reason ->
                              values.reject(
                                  VERSION,
                                  "must be one of store.versions, %s, got %s"
                                      .formatted(names.releases().names(), values.get(VERSION)))));
    }
  }

  private static void checkSpare(Values values) {
    if (values.get(SPARE) && values.get(ROLE) != Role.ETCD) {
      values.reject(SPARE, "goes with role etcd only, not with this one");
    }
  }

  private static void refuseTooMany(Values values) {
    int total = total(values.get(GROUPS));
    if (total > MAX_NODES) {
      values.reject(
          GROUPS, "has %d nodes in all, at most %d are allowed".formatted(total, MAX_NODES));
    }
  }

  private static void refuseEmptyServices(Values values) {
    List<String> named =
        values.get(GROUPS).stream().flatMap(group -> group.service().stream()).toList();
    values
        .place()
        .later(
            names -> {
              CallGraph graph = names.services();
              if (!names.certain() || graph == null || named.isEmpty()) {
                return;
              }
              for (String service : graph.serviceNames()) {
                if (!named.contains(service)) {
                  values.reject(
                      GROUPS,
                      "has no instances of %s; add { role: service, service: %s }"
                          .formatted(service, service));
                }
              }
            });
  }

  private static int total(List<Group> groups) {
    return groups.stream().mapToInt(Group::count).sum();
  }

  private static Topology topology(Parts parts) {
    List<Region> regions = parts.regions().stream().distinct().map(Region::new).toList();
    List<Node> nodes = new ArrayList<>();
    if (total(parts.groups()) <= MAX_NODES) {
      Map<String, Integer> numbers = new HashMap<>();
      for (Group group : parts.groups()) {
        List<Region> places = group.regions().isEmpty() ? regions : group.regions();
        for (int i = 0; i < group.count(); i++) {
          int number = numbers.merge(group.prefix(), 1, Integer::sum) - 1;
          NodeId id = new NodeId(nodes.size(), group.prefix() + "-" + number);
          nodes.add(
              new Node(
                  id, group.role(), places.get(i % places.size()), group.version(), group.spare()));
        }
      }
    }
    return new Topology(regions, nodes);
  }

  /** The whole table. */
  private record TopologyShape() implements Shape<Topology> {

    @Override
    public @org.jspecify.annotations.Nullable Topology read(
        org.snakeyaml.engine.v2.nodes.Node node,
        Place place,
        @org.jspecify.annotations.Nullable Topology base) {
      Parts parts = PARTS.read(node, place, null);
      return parts == null || parts.regions().isEmpty() ? null : topology(parts);
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
      return PARTS.schema(definitions);
    }

    @Override
    public List<Shape<?>> parts() {
      return List.of(PARTS);
    }

    @Override
    public String description() {
      return PARTS.description();
    }
  }
}
