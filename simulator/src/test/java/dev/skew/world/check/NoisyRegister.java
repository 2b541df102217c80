package dev.skew.world.check;

import dev.skew.kernel.RandomSource;
import dev.skew.kernel.Seed;
import dev.skew.world.kv.Consistency;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.workload.Invocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A few keys that are right by construction: every operation takes effect at one instant between
 * its beginning and its end, some are never answered, and some of those take effect much later. One
 * fault is planted half way.
 */
final class NoisyRegister {

  /** What goes wrong, once, and which check must say so. */
  enum Fault {
    NONE(""),
    STALE_READ("linearizability"),
    LOST_WRITE("acknowledged-writes"),
    SWAPPED_READS("linearizability"),
    PHANTOM("phantom-writes");

    final String caughtBy;

    Fault(String caughtBy) {
      this.caughtBy = caughtBy;
    }

    String caughtBy() {
      return caughtBy;
    }
  }

  private enum Phase {
    BEGUN,
    EFFECTIVE
  }

  private static final class Running {
    final Invocation invocation;
    Phase phase = Phase.BEGUN;
    Outcome outcome = Outcome.OK;
    List<String> found = List.of();

    Running(Invocation invocation) {
      this.invocation = invocation;
    }
  }

  private static final String[] KEYS = {"k0", "k1", "k2"};

  private final Script script = Script.ofConsensus();
  private final RandomSource random;
  private final Fault fault;
  private final Map<String, String> state = new TreeMap<>();
  private final @Nullable Running[] sessions = new Running[6];
  private final List<Running> ghosts = new ArrayList<>();
  private long writes;

  NoisyRegister(long seed, Fault fault) {
    this.random = new Seed(seed).fork("register", "noisy").random();
    this.fault = fault;
  }

  /** Runs, plants the fault, runs on, and ends with three replicas that hold the state. */
  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      step();
    }
    drain();
    plant();
    if (fault != Fault.LOST_WRITE) {
      for (int i = 0; i < steps; i++) {
        step();
      }
      drain();
    }
    FakeStore store = new FakeStore();
    state.forEach((key, value) -> store.everywhere(key, value));
    script.finish(store);
  }

  List<String> broken() {
    return script.broken();
  }

  List<Violation> violations() {
    return script.violations();
  }

  private void step() {
    int session = random.nextInt(sessions.length);
    Running running = sessions[session];
    if (running == null) {
      sessions[session] = new Running(script.begin("s" + session, draw()));
    } else if (running.phase == Phase.BEGUN) {
      advance(running, session);
    } else {
      script.end(running.invocation, running.outcome, running.found.toArray(new String[0]));
      sessions[session] = null;
    }
    if (!ghosts.isEmpty() && random.nextBoolean(0.02)) {
      Running ghost = ghosts.remove(random.nextInt(ghosts.size()));
      if (effect(ghost) == Outcome.OK && random.nextBoolean(0.5)) {
        script.endLate(ghost.invocation, Outcome.OK);
      }
    }
  }

  private void advance(Running running, int session) {
    boolean isWrite = running.invocation.operation().isWrite();
    if (isWrite && random.nextBoolean(0.1)) {
      boolean happened = random.nextBoolean(0.3);
      if (happened) {
        effect(running);
      } else {
        ghosts.add(running);
      }
      script.end(running.invocation, Outcome.UNKNOWN);
      sessions[session] = null;
      return;
    }
    running.outcome = effect(running);
    running.phase = Phase.EFFECTIVE;
  }

  private Outcome effect(Running running) {
    Operation operation = running.invocation.operation();
    String key = operation.keys().get(0);
    String held = state.get(key);
    if (operation instanceof Operation.Get) {
      running.found = held == null ? List.of() : List.of(held);
    } else if (operation instanceof Operation.Put put) {
      state.put(key, put.value());
    } else if (operation instanceof Operation.Delete) {
      state.remove(key);
    } else if (operation instanceof Operation.CompareAndSet write) {
      if (!Objects.equals(held, write.expected())) {
        return Outcome.FAILED;
      }
      state.put(key, write.value());
    } else if (operation instanceof Operation.Transaction transaction) {
      transaction.puts().forEach(put -> state.put(put.key(), put.value()));
    }
    return Outcome.OK;
  }

  private Operation draw() {
    String key = KEYS[random.nextInt(KEYS.length)];
    double kind = random.nextDouble();
    if (kind < 0.5) {
      return new Operation.Get(key, Consistency.LINEARIZABLE);
    }
    String value = "v" + ++writes;
    if (kind < 0.75) {
      return new Operation.Put(key, value);
    }
    if (kind < 0.8) {
      return new Operation.Delete(key);
    }
    if (kind < 0.85) {
      List<Operation.Put> puts = new ArrayList<>();
      puts.add(new Operation.Put(KEYS[0], value + "x"));
      puts.add(new Operation.Put(KEYS[1], value + "y"));
      return new Operation.Transaction(puts);
    }
    return new Operation.CompareAndSet(key, state.get(key), value);
  }

  /** Everything under way ends, so that what is planted cannot be explained by it. */
  private void drain() {
    for (int i = 0; i < sessions.length; i++) {
      Running running = sessions[i];
      if (running != null) {
        if (running.phase == Phase.BEGUN) {
          running.outcome = effect(running);
        }
        script.end(running.invocation, running.outcome, running.found.toArray(new String[0]));
        sessions[i] = null;
      }
    }
  }

  private void plant() {
    switch (fault) {
      case NONE -> {}
      case STALE_READ ->
          script
              .put("a", "k0", "p1")
              .put("a", "k0", "p2")
              .get("b", "k0", "p2")
              .get("c", "k0", "p1");
      case LOST_WRITE -> script.put("a", "k3", "p1").put("b", "k3", "p2");
      case SWAPPED_READS -> {
        script.put("a", "k0", "p1");
        Invocation write = script.beginPut("a", "k0", "p2");
        script.get("b", "k0", "p2").get("c", "k0", "p1");
        script.end(write, Outcome.OK);
      }
      case PHANTOM -> script.getStale("b", "k0", "nobody wrote this");
    }
    state.put("k0", "p2");
    if (fault == Fault.LOST_WRITE) {
      state.put("k3", "p1");
    }
    if (fault == Fault.NONE || fault == Fault.LOST_WRITE || fault == Fault.PHANTOM) {
      script.put("a", "k0", "p2");
    }
  }
}
