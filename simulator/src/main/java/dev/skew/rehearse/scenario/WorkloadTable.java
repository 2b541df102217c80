package dev.skew.rehearse.scenario;

import dev.skew.rehearse.scenario.Workload.Arrival;
import dev.skew.rehearse.scenario.Workload.Keys;
import dev.skew.rehearse.scenario.Workload.Mix;
import dev.skew.rehearse.scenario.Workload.Requests;
import dev.skew.rehearse.scenario.Workload.Route;
import dev.skew.rehearse.scenario.Workload.Skew;
import dev.skew.rehearse.scenario.Workload.Target;
import dev.skew.rehearse.scenario.Workload.Way;
import dev.skew.world.kv.Consistency;
import dev.skew.world.topology.Region;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of a workload. */
final class WorkloadTable {

  private static final Duration LONG = Duration.ofDays(31);

  private static final Field<Skew.Hotspot, Double> HOT_KEYS =
      Field.required("keys", Scalars.SHARE, Skew.Hotspot::keyShare, "Share of keys that are hot.");
  private static final Field<Skew.Hotspot, Double> HOT_OPERATIONS =
      Field.required(
          "operations",
          Scalars.SHARE,
          Skew.Hotspot::operationShare,
          "Share of the operations that fall on them.");
  private static final ObjectShape<Skew.Hotspot> HOTSPOT =
      ObjectShape.of("hotspot", new Skew.Hotspot(0, 0), "A few keys that take most operations.")
          .with(HOT_KEYS)
          .with(HOT_OPERATIONS)
          .make(values -> new Skew.Hotspot(values.get(HOT_KEYS), values.get(HOT_OPERATIONS)));

  /** The fields of {@code keys} as a file has them. */
  private record KeyParts(
      Optional<String> prefix,
      Optional<String> keyspace,
      int count,
      Optional<Double> zipf,
      Optional<Skew.Hotspot> hotspot) {}

  private static final Field<KeyParts, Optional<String>> PREFIX =
      Field.of(
          "prefix",
          Shapes.optional(Scalars.name("a name")),
          KeyParts::prefix,
          "What keys begin with; key- where absent. Workloads of one prefix share keys.");
  private static final Field<KeyParts, Optional<String>> KEYSPACE =
      Field.of(
          "keyspace",
          Shapes.optional(Scalars.name("the name of a keyspace")),
          KeyParts::keyspace,
          "Which of the store's; the first where absent.");
  private static final Field<KeyParts, Integer> COUNT =
      Field.of("count", Scalars.count(1, 1_000_000), KeyParts::count, "How many keys.");
  private static final Field<KeyParts, Optional<Double>> ZIPF =
      Field.of(
          "zipf",
          Shapes.optional(Scalars.number(0, 10)),
          KeyParts::zipf,
          "Exponent of the keys' popularity, 0.99 as YCSB has it; all alike where absent.");
  private static final Field<KeyParts, Optional<Skew.Hotspot>> HOTSPOT_OF =
      Field.of(
          "hotspot",
          Shapes.optional(HOTSPOT),
          KeyParts::hotspot,
          "A few keys that take most operations.");
  private static final ObjectShape<KeyParts> KEYS =
      ObjectShape.of(
              "keys",
              new KeyParts(
                  Optional.empty(), Optional.empty(), 100, Optional.empty(), Optional.empty()),
              "Which keys a workload touches.")
          .with(PREFIX)
          .with(KEYSPACE)
          .with(COUNT)
          .with(ZIPF)
          .with(HOTSPOT_OF)
          .check(WorkloadTable::checkKeys, ZIPF, HOTSPOT_OF)
          .make(
              values ->
                  new KeyParts(
                      values.get(PREFIX),
                      values.get(KEYSPACE),
                      values.get(COUNT),
                      values.get(ZIPF),
                      values.get(HOTSPOT_OF)));

  private static final Shape<Double> WEIGHT = Scalars.number(0, 1_000_000);
  private static final Mix NOTHING = new Mix(Map.of(), 0, 0, 0, 0);
  private static final Map<Consistency, Field<Mix, Double>> READS =
      new EnumMap<>(Consistency.class);

  static {
    read(Consistency.LINEARIZABLE, "Reads that reflect every acknowledged write (consensus).");
    read(Consistency.SERIALIZABLE, "Reads of what the asked node has applied (consensus).");
    read(Consistency.QUORUM, "Reads of the keyspace's read quorum (store).");
    read(Consistency.ONE, "Reads of one replica (store, replicas).");
    read(Consistency.ALL, "Reads of every replica (store).");
    read(Consistency.PLAIN, "Requests that change nothing (services).");
  }

  private static final Field<Mix, Double> WRITE =
      Field.of("write", WEIGHT, Mix::write, "Blind writes.");
  private static final Field<Mix, Double> COMPARE_AND_SET =
      Field.of(
          "compareAndSet",
          WEIGHT,
          Mix::compareAndSet,
          "Writes that expect the value seen last (consensus).");
  private static final Field<Mix, Double> DELETE =
      Field.of("delete", WEIGHT, Mix::delete, "Removals.");
  private static final Field<Mix, Double> TRANSACTION =
      Field.of("transaction", WEIGHT, Mix::transaction, "Writes of two keys at once (consensus).");
  private static final ObjectShape<Mix> MIX = mix();

  private static final Field<Requests, Duration> TIMEOUT =
      Field.of(
          "timeout",
          Scalars.duration(Duration.ofMillis(1), Duration.ofHours(1)),
          Requests::timeout,
          "After which a client gives an attempt up.");
  private static final Field<Requests, Integer> RETRIES =
      Field.of("retries", Scalars.count(0, 20), Requests::retries, "After a failure or a timeout.");
  private static final Field<Requests, Duration> BACKOFF =
      Field.of(
          "backoff",
          Scalars.duration(Duration.ZERO, Duration.ofHours(1)),
          Requests::backoff,
          "Before the first retry, doubled before each further one.");
  private static final Field<Requests, Long> VALUE_SIZE =
      Field.of(
          "valueSize", Scalars.size(0, 16 << 20), Requests::valueBytes, "Size of a written value.");
  private static final Field<Requests, Double> CRITICAL =
      Field.of(
          "critical",
          Scalars.SHARE,
          Requests::critical,
          "Share of the operations that matter most.");
  private static final ObjectShape<Requests> REQUESTS =
      ObjectShape.of("requests", Requests.DEFAULT, "How a client treats each of its requests.")
          .with(TIMEOUT)
          .with(RETRIES)
          .with(BACKOFF)
          .with(VALUE_SIZE)
          .with(CRITICAL)
          .make(
              values ->
                  new Requests(
                      values.get(TIMEOUT),
                      values.get(RETRIES),
                      values.get(BACKOFF),
                      values.get(VALUE_SIZE),
                      values.get(CRITICAL)));

  /** The fields of a workload as a file has them. */
  private record Parts(
      String name,
      Target target,
      Optional<Region> region,
      Optional<Arrival.Open> open,
      Optional<Arrival.Closed> closed,
      KeyParts keys,
      Mix mix,
      boolean carryContext,
      boolean waitForPosition,
      Route route,
      Requests requests,
      Duration start,
      Optional<Duration> stop) {}

  private static final Parts TEMPLATE =
      new Parts(
          "",
          Target.CONSENSUS,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          KEYS.template(),
          NOTHING,
          true,
          false,
          Route.ROUND_ROBIN,
          Requests.DEFAULT,
          Duration.ZERO,
          Optional.empty());

  private static final Field<Parts, String> NAME =
      Field.required("name", Scalars.name("a name"), Parts::name, "Unique within the scenario.");
  private static final Field<Parts, Target> TARGET =
      Field.required("target", Shapes.choice(Target.values()), Parts::target, "Whom it asks.");
  private static final Field<Parts, Optional<Region>> REGION =
      Field.of(
          "region",
          Shapes.optional(NodeNames.REGION),
          Parts::region,
          "Only clients of this region take part; all where absent.");
  private static final Field<Parts, Optional<Arrival.Open>> OPEN_OF =
      Field.of(
          "open",
          Shapes.optional(ArrivalTable.OPEN),
          Parts::open,
          "Operations begin whenever it is time.");
  private static final Field<Parts, Optional<Arrival.Closed>> CLOSED_OF =
      Field.of(
          "closed",
          Shapes.optional(ArrivalTable.CLOSED),
          Parts::closed,
          "Operations begin when the last one is answered.");
  private static final Field<Parts, KeyParts> KEYS_OF =
      Field.of("keys", KEYS, Parts::keys, "Which keys.");
  private static final Field<Parts, Mix> MIX_OF =
      Field.required("mix", MIX, Parts::mix, "What is asked, as weights.");
  private static final Field<Parts, Boolean> CARRY_CONTEXT =
      Field.of(
          "carryContext",
          Scalars.BOOLEAN,
          Parts::carryContext,
          "Whether a session hands in what it has seen with each request.");
  private static final Field<Parts, Boolean> WAIT_FOR_POSITION =
      Field.of(
          "waitForPosition",
          Scalars.BOOLEAN,
          Parts::waitForPosition,
          "Whether a session's reads wait until the replica has what the session has seen"
              + " (WAIT_FOR_EXECUTED_GTID_SET; replicas).");
  private static final Field<Parts, Route> ROUTE =
      Field.of(
          "route",
          new RouteShape(),
          Parts::route,
          "Which node a client asks; of replicas, which it reads from: the primary is the leader"
              + " and takes the writes.");
  private static final Field<Parts, Requests> REQUESTS_OF =
      Field.of("requests", REQUESTS, Parts::requests, "How a client treats its requests.");
  private static final Field<Parts, Duration> START =
      Field.of(
          "start",
          Scalars.duration(Duration.ZERO, LONG),
          Parts::start,
          "When it begins, from the run's start.");
  private static final Field<Parts, Optional<Duration>> STOP =
      Field.of(
          "stop",
          Shapes.optional(Scalars.duration(Duration.ofNanos(1), LONG)),
          Parts::stop,
          "When it ends, from the run's start; never where absent.");

  private static final ObjectShape<Parts> PARTS =
      ObjectShape.of("workload", TEMPLATE, "What one kind of clients does.")
          .with(NAME)
          .with(TARGET)
          .with(REGION)
          .with(OPEN_OF)
          .with(CLOSED_OF)
          .with(KEYS_OF)
          .with(MIX_OF)
          .with(CARRY_CONTEXT)
          .with(WAIT_FOR_POSITION)
          .with(ROUTE)
          .with(REQUESTS_OF)
          .with(START)
          .with(STOP)
          .oneOf(OPEN_OF, CLOSED_OF)
          .check(WorkloadTable::checkSpan, START, STOP)
          .check(WorkloadTable::checkMixFits, TARGET, MIX_OF)
          .check(WorkloadTable::checkRoute, TARGET, ROUTE)
          .check(WorkloadTable::checkKeyCount, KEYS_OF, MIX_OF)
          .check(WorkloadTable::checkWait, TARGET, WAIT_FOR_POSITION)
          .check(WorkloadTable::checkRoles, TARGET)
          .check(WorkloadTable::checkKeyspace, TARGET, KEYS_OF)
          .make(WorkloadTable::parts);

  static final Shape<Workload> WORKLOAD = new MappedShape<>(PARTS, WorkloadTable::workload);

  private WorkloadTable() {}

  private static void read(Consistency consistency, String doc) {
    READS.put(
        consistency, Field.of(consistency.label(), WEIGHT, mix -> mix.read(consistency), doc));
  }

  private static ObjectShape<Mix> mix() {
    ObjectShape.Builder<Mix> builder =
        ObjectShape.of("mix", NOTHING, "Weights of operations: only their ratio counts.");
    READS.values().forEach(builder::with);
    return builder
        .with(WRITE)
        .with(COMPARE_AND_SET)
        .with(DELETE)
        .with(TRANSACTION)
        .check(WorkloadTable::checkMix, mixFields())
        .make(WorkloadTable::mix);
  }

  private static Field<?, ?>[] mixFields() {
    List<Field<?, ?>> all = new ArrayList<>(READS.values());
    all.addAll(List.of(WRITE, COMPARE_AND_SET, DELETE, TRANSACTION));
    return all.toArray(Field<?, ?>[]::new);
  }

  private static Mix mix(Values values) {
    Map<Consistency, Double> reads = new EnumMap<>(Consistency.class);
    READS.forEach(
        (consistency, field) -> {
          if (values.get(field) > 0) {
            reads.put(consistency, values.get(field));
          }
        });
    return new Mix(
        reads,
        values.get(WRITE),
        values.get(COMPARE_AND_SET),
        values.get(DELETE),
        values.get(TRANSACTION));
  }

  private static void checkMix(Values values) {
    if (!(mix(values).total() > 0)) {
      values.reject("needs at least one weight above 0, such as write: 1");
    }
  }

  private static void checkKeys(Values values) {
    if (values.get(ZIPF).isPresent() && values.get(HOTSPOT_OF).isPresent()) {
      values.reject(HOTSPOT_OF, "and zipf are two kinds of skew; give one");
    }
  }

  private static Parts parts(Values values) {
    return new Parts(
        values.get(NAME),
        values.get(TARGET),
        values.get(REGION),
        values.get(OPEN_OF),
        values.get(CLOSED_OF),
        values.get(KEYS_OF),
        values.get(MIX_OF),
        values.get(CARRY_CONTEXT),
        values.get(WAIT_FOR_POSITION),
        values.get(ROUTE),
        values.get(REQUESTS_OF),
        values.get(START),
        values.get(STOP));
  }

  private static Workload workload(Parts parts) {
    KeyParts keys = parts.keys();
    String prefix = keys.prefix().orElse(Keys.DEFAULT.prefix());
    Skew skew =
        keys.zipf()
            .<Skew>map(Skew.Zipf::new)
            .or(() -> keys.hotspot().map(hotspot -> hotspot))
            .orElse(Keys.DEFAULT.skew());
    Arrival arrival =
        parts.open().<Arrival>map(open -> open).orElseGet(() -> parts.closed().orElseThrow());
    return new Workload(
        parts.name(),
        parts.target(),
        parts.region().orElse(null),
        arrival,
        new Keys(keys.keyspace().map(name -> name + ":").orElse("") + prefix, keys.count(), skew),
        parts.mix(),
        parts.carryContext(),
        parts.waitForPosition(),
        parts.route(),
        parts.requests(),
        parts.start(),
        parts.stop().orElse(null));
  }

  private static void checkSpan(Values values) {
    values
        .get(STOP)
        .filter(stop -> stop.compareTo(values.get(START)) <= 0)
        .ifPresent(stop -> values.reject(STOP, "must be later than its start"));
  }

  private static void checkRoute(Values values) {
    Target target = values.get(TARGET);
    boolean led = target == Target.CONSENSUS || target == Target.REPLICAS;
    if (!led && values.get(ROUTE).way() == Way.LEADER) {
      values.reject(ROUTE, "cannot be leader: target %s has none".formatted(target.label()));
    }
  }

  private static void checkKeyCount(Values values) {
    if (values.get(MIX_OF).transaction() > 0 && values.get(KEYS_OF).count() < 2) {
      values.reject(KEYS_OF, "needs a count of at least 2 for transactions over two keys");
    }
  }

  private static void checkMixFits(Values values) {
    Mix mix = values.get(MIX_OF);
    Target target = values.get(TARGET);
    List<Consistency> fitting = target.reads();
    for (Consistency consistency : mix.reads().keySet()) {
      if (!fitting.contains(consistency)) {
        values.reject(
            MIX_OF,
            "asks the %s for %s reads; it has %s"
                .formatted(
                    target.label(),
                    consistency.label(),
                    String.join(", ", fitting.stream().map(Consistency::label).toList())));
      }
    }
    if (target != Target.CONSENSUS && mix.compareAndSet() + mix.transaction() > 0) {
      values.reject(
          MIX_OF,
          "asks the %s for compareAndSet or transaction; it has neither".formatted(target.label()));
    }
    if (target == Target.SERVICES && mix.delete() > 0) {
      values.reject(MIX_OF, "asks the services to delete; they know read and write");
    }
  }

  private static void checkWait(Values values) {
    if (values.get(WAIT_FOR_POSITION) && values.get(TARGET) != Target.REPLICAS) {
      values.reject(WAIT_FOR_POSITION, "is for target replicas; the others have no position");
    }
  }

  private static void checkRoles(Values values) {
    values
        .place()
        .later(
            names -> {
              Topology.Role asked = values.get(TARGET).role();
              if (names.certain() && names.count(asked) == 0) {
                values.reject(
                    TARGET, "needs nodes of role " + asked.label() + ", the topology has none");
              }
              if (names.certain() && names.count(Topology.Role.CLIENT) == 0) {
                values.reject("needs nodes of role client, the topology has none");
              }
            });
  }

  private static void checkKeyspace(Values values) {
    Optional<String> keyspace = values.get(KEYS_OF).keyspace();
    if (keyspace.isPresent() && values.get(TARGET) != Target.STORE) {
      values.reject(KEYS_OF, "has a keyspace, which only the store has");
    } else if (keyspace.isPresent()) {
      Place place = values.place().child(KEYS_OF.key());
      place.later(
          names -> {
            if (!names.keyspaces().contains(keyspace.get())) {
              place.unknown(values.where(KEYS_OF), "keyspace", keyspace.get(), names.keyspaces());
            }
          });
    }
  }
}
