package dev.skew.rehearse.scenario;

import dev.skew.rehearse.scenario.CallGraph.Call;
import dev.skew.rehearse.scenario.CallGraph.LatencyMeter;
import dev.skew.rehearse.scenario.CallGraph.Service;
import dev.skew.rehearse.scenario.CallGraph.ShedPolicy;
import dev.skew.rehearse.scenario.CallGraph.Shedding;
import dev.skew.world.fault.Nearest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The fields of {@code services}. */
final class ServiceTable {

  private static final int MAX_SERVICES = 100;
  private static final Shape<Duration> TIME =
      Scalars.duration(Duration.ofMillis(1), Duration.ofMinutes(1));

  private static final Field<Shedding, ShedPolicy> BY =
      Field.of(
          "by",
          Shapes.choice(ShedPolicy.values()),
          Shedding::by,
          "Nothing, what comes to a long queue, what has waited long, or what is not critical.");
  private static final Field<Shedding, Integer> LIMIT =
      Field.of(
          "limit",
          Scalars.count(1, 1_000_000),
          Shedding::limit,
          "By queue-length: once so many wait, only critical requests may join them.");
  private static final Field<Shedding, Duration> TARGET =
      Field.of(
          "target",
          TIME,
          Shedding::target,
          "By codel: how long a request may wait while a queue stands.");
  private static final Field<Shedding, Duration> INTERVAL =
      Field.of(
          "interval",
          TIME,
          Shedding::interval,
          "By codel: how long otherwise, and after how long a queue counts as standing.");
  private static final ObjectShape<Shedding> SHEDDING =
      ObjectShape.of(
              "shedding", Shedding.DEFAULT, "What is turned away although the queue has room.")
          .with(BY)
          .with(LIMIT)
          .with(TARGET)
          .with(INTERVAL)
          .check(ServiceTable::checkInterval, TARGET, INTERVAL)
          .make(
              values ->
                  new Shedding(
                      values.get(BY), values.get(LIMIT), values.get(TARGET), values.get(INTERVAL)));

  private static final Field<Service, String> NAME =
      Field.required(
          "name", Scalars.name("a name"), Service::name, "As the topology's nodes name it.");
  private static final Field<Service, Integer> CONCURRENCY =
      Field.of(
          "concurrency",
          Scalars.count(1, 100_000),
          Service::concurrency,
          "Requests that an instance has in hand at a time, waiting for a dependency included.");
  private static final Field<Service, Integer> QUEUE =
      Field.of(
          "queue",
          Scalars.count(0, 1_000_000),
          Service::queue,
          "Requests that may wait; more are refused.");
  private static final Field<Service, Distribution> WORK =
      Field.of(
          "work",
          DistributionTable.DISTRIBUTION,
          Service::work,
          "How long its own part of a request takes.");
  private static final Field<Service, Shedding> SHED =
      Field.of("shed", SHEDDING, Service::shed, "What is turned away although the queue has room.");
  private static final Field<Service, Boolean> STATEFUL =
      Field.of(
          "stateful",
          Scalars.BOOLEAN,
          Service::stateful,
          "Whether writes take effect here; callers then ask the instance that has the key.");
  private static final Field<Service, Boolean> IDEMPOTENCY =
      Field.of(
          "idempotency",
          Scalars.BOOLEAN,
          Service::idempotency,
          "Whether it remembers the idempotency keys of writes and does none twice.");

  private static final Field<Service, LatencyMeter> MEASURES_LATENCY_WITH =
      Field.of(
          "measuresLatencyWith",
          Shapes.choice(LatencyMeter.values()),
          Service::measuresLatencyWith,
          "By what it knows which instances of its callees are fast, to ask them more often.");

  private static final ObjectShape<Service> STANDARD =
      settings(ObjectShape.of("service-defaults", Service.DEFAULT, "What services are like."))
          .make(values -> service(values, ""));
  private static final ObjectShape<Service> SERVICE =
      settings(ObjectShape.of("service", Service.DEFAULT, "One service.").with(NAME))
          .make(values -> service(values, values.get(NAME)));

  /** The fields of {@code services} as a file has them. */
  private record Parts(
      Service standard,
      Call standardEdge,
      List<Service> services,
      List<Call> edges,
      boolean deadlines,
      boolean cancellation) {}

  private static final Parts TEMPLATE =
      new Parts(Service.DEFAULT, Call.DEFAULT, List.of(), List.of(), false, false);

  private static final Field<Parts, Service> STANDARD_OF =
      Field.of("default", STANDARD, Parts::standard, "What a service does not say of itself.");
  private static final Field<Parts, Call> STANDARD_EDGE =
      Field.of(
          "defaultEdge",
          CallTable.STANDARD,
          Parts::standardEdge,
          "What an edge does not say of itself.");
  private static final Field<Parts, List<Service>> SERVICES =
      Field.of(
              "graph",
              Shapes.list(SERVICE, 1, MAX_SERVICES),
              Parts::services,
              "The services; users ask the first. Where absent: api-gw, svc-auth, svc-user,"
                  + " svc-order and database.")
          .inheriting(values -> List.of(values.get(STANDARD_OF)));
  private static final Field<Parts, List<Call>> EDGES =
      Field.of(
              "edges",
              Shapes.list(CallTable.EDGE, 0, 1_000),
              Parts::edges,
              "Who calls whom; a service asks its dependencies one after the other.")
          .inheriting(values -> List.of(values.get(STANDARD_EDGE)));
  private static final Field<Parts, Boolean> DEADLINES =
      Field.of(
          "deadlines",
          Scalars.BOOLEAN,
          Parts::deadlines,
          "Whether a call tells how much time is left for it, so that nobody begins with what"
              + " nobody waits for.");
  private static final Field<Parts, Boolean> CANCELLATION =
      Field.of(
          "cancellation",
          Scalars.BOOLEAN,
          Parts::cancellation,
          "Whether a caller that gives up says so.");
  private static final ObjectShape<Parts> PARTS =
      ObjectShape.of("services", TEMPLATE, "A call graph of services.")
          .with(STANDARD_OF)
          .with(STANDARD_EDGE)
          .with(SERVICES)
          .with(EDGES)
          .with(DEADLINES)
          .with(CANCELLATION)
          .check(ServiceTable::checkServices, SERVICES)
          .check(ServiceTable::checkEdges, SERVICES, EDGES)
          .make(ServiceTable::parts);

  static final Shape<CallGraph> GRAPH = new MappedShape<>(PARTS, ServiceTable::graph);

  private ServiceTable() {}

  private static ObjectShape.Builder<Service> settings(ObjectShape.Builder<Service> builder) {
    return builder
        .with(CONCURRENCY)
        .with(QUEUE)
        .with(WORK)
        .with(SHED)
        .with(STATEFUL)
        .with(IDEMPOTENCY)
        .with(MEASURES_LATENCY_WITH);
  }

  private static Service service(Values values, String name) {
    return new Service(
        name,
        values.get(CONCURRENCY),
        values.get(QUEUE),
        values.get(WORK),
        values.get(SHED),
        values.get(STATEFUL),
        values.get(IDEMPOTENCY),
        values.get(MEASURES_LATENCY_WITH));
  }

  private static Parts parts(Values values) {
    return new Parts(
        values.get(STANDARD_OF),
        values.get(STANDARD_EDGE),
        values.get(SERVICES),
        values.get(EDGES),
        values.get(DEADLINES),
        values.get(CANCELLATION));
  }

  private static CallGraph graph(Parts parts) {
    boolean own = !parts.services().isEmpty();
    return new CallGraph(
        own ? parts.services() : standardServices(parts.standard()),
        own ? parts.edges() : standardEdges(parts.standardEdge()),
        parts.deadlines(),
        parts.cancellation());
  }

  /** The services of a shop; every second request is an order, which goes to the database too. */
  static CallGraph standard() {
    return graph(TEMPLATE);
  }

  private static List<Service> standardServices(Service like) {
    List<Service> services = new ArrayList<>();
    for (String name : List.of("api-gw", "svc-auth", "svc-user", "svc-order", "database")) {
      services.add(
          new Service(
              name,
              like.concurrency(),
              like.queue(),
              like.work(),
              like.shed(),
              name.equals("database"),
              like.idempotency(),
              like.measuresLatencyWith()));
    }
    return services;
  }

  private static List<Call> standardEdges(Call like) {
    return List.of(
        like.between("api-gw", "svc-auth"),
        like.between("api-gw", "svc-user").forShare(0.5),
        like.between("api-gw", "svc-order").forShare(0.5),
        like.between("svc-user", "database"),
        like.between("svc-order", "database"));
  }

  private static void checkInterval(Values values) {
    if (values.get(INTERVAL).compareTo(values.get(TARGET)) < 0) {
      values.reject(INTERVAL, "must not be shorter than target, " + TIME.write(values.get(TARGET)));
    }
  }

  private static void checkServices(Values values) {
    Set<String> seen = new HashSet<>();
    for (Service service : values.get(SERVICES)) {
      if (!seen.add(service.name())) {
        values.reject(SERVICES, "has " + service.name() + " twice; keep one");
      }
    }
  }

  private static void checkEdges(Values values) {
    if (!values.isGiven(SERVICES)) {
      if (values.isGiven(EDGES)) {
        values.reject(EDGES, "needs graph beside it: the services that it is between");
      }
      return;
    }
    List<String> names = values.get(SERVICES).stream().map(Service::name).toList();
    Set<String> seen = new HashSet<>();
    for (Call edge : values.get(EDGES)) {
      for (String end : List.of(edge.from(), edge.to())) {
        if (!names.contains(end)) {
          values.reject(EDGES, "has no service " + end + Nearest.hint(end, names));
        }
      }
      // An order of the services in which every edge leads forward cannot have a circle.
      if (names.indexOf(edge.from()) >= names.indexOf(edge.to())
          && names.contains(edge.from())
          && names.contains(edge.to())) {
        values.reject(
            EDGES,
            "has %s:%s, but %s does not stand after %s in graph; a service calls only later ones"
                .formatted(edge.from(), edge.to(), edge.to(), edge.from()));
      }
      if (!seen.add(edge.from() + ":" + edge.to())) {
        values.reject(EDGES, "has " + edge.from() + ":" + edge.to() + " twice; keep one");
      }
    }
  }
}
