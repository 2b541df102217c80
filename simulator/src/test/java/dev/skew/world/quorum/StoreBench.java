package dev.skew.world.quorum;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.RandomSource;
import dev.skew.kernel.Seed;
import dev.skew.kernel.SimTime;
import dev.skew.world.clock.NodeClock;
import dev.skew.world.clock.WallTime;
import dev.skew.world.kv.ClientRequest;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.kv.Consistency;
import dev.skew.world.kv.Operation;
import dev.skew.world.topology.NodeId;
import dev.skew.world.version.Revision;
import dev.skew.world.version.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** Some store nodes, their disks and a network that does what a test tells it to. */
public final class StoreBench {

  private static final long EPOCH = 1_767_225_600_000_000_000L;
  public static final Version FIRST_VERSION = new Version(2, 1, 0);
  private static final NodeId CLIENT = new NodeId(1_000, "client");

  public final StoreSettings settings;
  public final HashRing ring;
  public final List<StoreEvent> events = new ArrayList<>();
  public final Map<Long, ClientResponse> responses = new TreeMap<>();
  public final Map<Long, Long> answeredAt = new TreeMap<>();
  public final List<StoreMessage> delivered = new ArrayList<>();

  public double lossRatio;
  public double duplicateRatio;
  public long delayNanos = SimTime.MILLISECOND;
  public long jitterNanos;
  public long diskNanos = 100 * SimTime.MICROSECOND;

  private final EventQueue queue = new EventQueue();
  private final RandomSource random;
  private final List<Host> hosts = new ArrayList<>();
  private BiPredicate<Integer, Integer> isCut = (from, to) -> false;
  private BiPredicate<Integer, StoreMessage> isDropped = (from, message) -> false;
  private long lastRequest;

  private static final class Host {
    final NodeId id;
    final NodeClock clock;
    StoreNode store;
    boolean isUp = true;
    boolean isDiskBroken;
    int life;
    long persisted;
    Revision installed;

    Host(NodeId id, NodeClock clock, StoreNode store) {
      this.id = id;
      this.clock = clock;
      this.store = store;
      this.installed = store.revision();
    }
  }

  public StoreBench(long seed, int nodes, StoreSettings settings) {
    this.settings = settings;
    this.random = new Seed(seed).fork("bench", "network").random();
    List<NodeId> members = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      members.add(new NodeId(i, "db-" + i));
    }
    this.ring = new HashRing(members, settings);
    WallTime wallTime = new WallTime(EPOCH);
    for (NodeId member : members) {
      NodeClock clock =
          NodeClock.perfect(wallTime, new Seed(seed).fork("clock", member.name()).random());
      RandomSource own = new Seed(seed).fork("store", member.name()).random();
      RandomSource beacons = new Seed(seed).fork("beacons", member.name()).random();
      StoreNode store =
          new StoreNode(member, settings, ring, clock, own)
              .with(new Launch(Revision.initial(FIRST_VERSION), beacons));
      hosts.add(new Host(member, clock, store));
    }
    hosts.forEach(host -> feed(host, new StoreInput.Started()));
  }

  public int size() {
    return hosts.size();
  }

  public StoreNode store(int node) {
    return hosts.get(node).store;
  }

  public NodeClock clock(int node) {
    return hosts.get(node).clock;
  }

  public long now() {
    return queue.nowNanos();
  }

  /** Indexes of the nodes that keep a key, the first first. */
  public List<Integer> replicasOf(String key) {
    int copies = settings.keyspaces().get(settings.keyspaceOf(key)).replication().copies();
    return ring.replicasOf(key, copies).stream().map(NodeId::index).toList();
  }

  /** A node that does not keep the key. */
  public int strangerTo(String key) {
    for (int i = 0; i < hosts.size(); i++) {
      if (!replicasOf(key).contains(i)) {
        return i;
      }
    }
    throw new AssertionError("every node keeps " + key);
  }

  /** Sends a request; its answer will be among {@link #responses}. */
  public long ask(int node, Operation operation, String context) {
    long id = ++lastRequest;
    feed(
        hosts.get(node),
        new StoreInput.Asked(CLIENT, new ClientRequest(id, operation, context, 10)));
    return id;
  }

  /** An operator tells a node to do something. */
  public void order(int node, StoreOrder order) {
    feed(hosts.get(node), new StoreInput.Ordered(order));
  }

  /** Sends a request and runs until it is answered. */
  public ClientResponse call(int node, Operation operation, String context) {
    long id = ask(node, operation, context);
    long limit = now() + 60 * SimTime.SECOND;
    while (!responses.containsKey(id) && queue.nextDueNanos() < limit) {
      queue.runNext();
    }
    return Optional.ofNullable(responses.get(id)).orElseThrow();
  }

  /** An operator asks a node to bring a quarantine before the others; runs until it is answered. */
  public ClientResponse order(int node, int about, boolean isLift, boolean isForced) {
    long id = startOrder(node, about, isLift, isForced);
    long limit = now() + 60 * SimTime.SECOND;
    while (!responses.containsKey(id) && queue.nextDueNanos() < limit) {
      queue.runNext();
    }
    return Optional.ofNullable(responses.get(id)).orElseThrow();
  }

  /** The same, without waiting; the answer will be among {@link #responses}. */
  public long startOrder(int node, int about, boolean isLift, boolean isForced) {
    long id = ++lastRequest;
    NodeId member = hosts.get(about).id;
    feed(hosts.get(node), new StoreInput.QuarantineOrdered(CLIENT, id, member, isLift, isForced));
    return id;
  }

  /** Lets a node lie to its peers from now on. */
  public void lie(int node, StoreLies lies) {
    store(node).lie(lies, new Seed(node).fork("lies", "bench").random());
  }

  /** Whom a node holds to be in quarantine, by index. */
  public List<Integer> quarantinedAt(int node) {
    return store(node).quarantined().stream().map(NodeId::index).toList();
  }

  public ClientResponse put(int node, String key, String value) {
    return call(node, new Operation.Put(key, value), "");
  }

  public ClientResponse get(int node, String key) {
    return call(node, new Operation.Get(key, Consistency.QUORUM), "");
  }

  public void runFor(long nanos) {
    long until = now() + nanos;
    queue.schedule(until, payload -> {}, null);
    while (queue.nextDueNanos() <= until) {
      queue.runNext();
    }
  }

  /** Cuts every link on which the predicate of sender and receiver holds. */
  public void cut(BiPredicate<Integer, Integer> links) {
    isCut = links;
  }

  /** Loses the messages on which the predicate of sender and message holds. */
  public void drop(BiPredicate<Integer, StoreMessage> messages) {
    isDropped = messages;
  }

  public void isolate(int node) {
    cut((from, to) -> from == node || to == node);
  }

  /** Cuts the nodes of one side off from the others. */
  public void split(Set<Integer> side) {
    Set<Integer> copy = new HashSet<>(side);
    cut((from, to) -> copy.contains(from) != copy.contains(to));
  }

  public void heal() {
    cut((from, to) -> false);
    lossRatio = 0;
    duplicateRatio = 0;
  }

  public void breakDisk(int node, boolean isBroken) {
    hosts.get(node).isDiskBroken = isBroken;
  }

  /** Everything that was not synced is lost. */
  public void crash(int node) {
    Host host = hosts.get(node);
    host.isUp = false;
    host.life++;
    host.store = host.store.afterCrash(host.persisted, host.installed);
  }

  /** Puts another version on a node and restarts its process. */
  public void deploy(int node, Revision revision) {
    hosts.get(node).installed = revision;
    if (hosts.get(node).isUp) {
      restartProcess(hosts.get(node));
    }
  }

  private void restartProcess(Host host) {
    crash(host.id.index());
    queue.schedule(now() + SimTime.SECOND, payload -> restart(host.id.index()), null);
  }

  /** Starts a node again, unless it runs. */
  public void restart(int node) {
    Host host = hosts.get(node);
    if (!host.isUp) {
      if (!host.installed.equals(host.store.revision())) { // put there while the node was down
        host.store = host.store.afterCrash(host.persisted, host.installed);
      }
      host.isUp = true;
      feed(host, new StoreInput.Started());
    }
  }

  public long count(Class<? extends StoreEvent> type) {
    return events.stream().filter(type::isInstance).count();
  }

  public long total(StoreCounters.Counter counter) {
    return hosts.stream().mapToLong(host -> host.store.counters().get(counter)).sum();
  }

  /** Whether all replicas of the key hold the same. */
  public boolean agree(String key) {
    return replicasOf(key).stream()
            .map(node -> store(node).row(key).map(Row::hash).orElse(0L))
            .distinct()
            .count()
        == 1;
  }

  private void feed(Host host, StoreInput input) {
    if (host.isUp) {
      perform(host, host.store.on(now(), input));
    }
  }

  private void perform(Host host, List<StoreEffect> effects) {
    for (StoreEffect effect : effects) {
      if (effect instanceof StoreEffect.Send send) {
        transmit(host, send);
      } else if (effect instanceof StoreEffect.Respond respond) {
        responses.put(respond.response().id(), respond.response());
        answeredAt.put(respond.response().id(), now());
      } else if (effect instanceof StoreEffect.SetTimer timer) {
        long delay = host.clock.virtualDelay(now(), timer.localNanos());
        later(host, delay, new StoreInput.TimerFired(timer.token()));
      } else if (effect instanceof StoreEffect.Append append) {
        append(host, append);
      } else if (effect instanceof StoreEffect.Adopt adopt) {
        deploy(host.id.index(), adopt.revision());
      } else if (effect instanceof StoreEffect.Sync sync) {
        persist(host, sync.token());
      } else if (effect instanceof StoreEffect.Note note) {
        events.add(note.event());
      }
    }
  }

  private void append(Host host, StoreEffect.Append append) {
    if (host.isDiskBroken) {
      later(host, diskNanos, new StoreInput.AppendFailed(append.token()));
    } else if (append.isSyncWanted()) {
      persist(host, append.token());
    }
  }

  private void persist(Host host, long token) {
    int life = host.life;
    queue.schedule(
        now() + diskNanos,
        payload -> {
          if (host.life == life) {
            host.persisted = Math.max(host.persisted, token);
            feed(host, new StoreInput.Persisted(token));
          }
        },
        null);
  }

  private void transmit(Host from, StoreEffect.Send send) {
    if (isDropped.test(from.id.index(), send.message())) {
      return;
    }
    int copies = random.nextBoolean(duplicateRatio) ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      long delay = delayNanos + (jitterNanos == 0 ? 0 : random.nextLong(jitterNanos));
      boolean isLost = random.nextBoolean(lossRatio);
      Host to = hosts.get(send.to().index());
      if (!isLost && !isCut.test(from.id.index(), to.id.index())) {
        queue.schedule(
            now() + delay,
            payload -> {
              if (to.isUp && !isCut.test(from.id.index(), to.id.index())) {
                delivered.add(send.message());
                feed(to, new StoreInput.Received(from.id, send.message()));
              }
            },
            null);
      }
    }
  }

  private void later(Host host, long delay, StoreInput input) {
    int life = host.life;
    queue.schedule(
        now() + delay,
        payload -> {
          if (host.life == life) {
            feed(host, input);
          }
        },
        null);
  }
}
