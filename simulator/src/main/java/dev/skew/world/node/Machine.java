package dev.skew.world.node;

import dev.skew.kernel.EventTarget;
import dev.skew.kernel.TraceEvent;
import dev.skew.world.clock.NodeClock;
import dev.skew.world.network.Channel;
import dev.skew.world.network.Endpoint;
import dev.skew.world.network.Latency;
import dev.skew.world.network.WireMessage;
import dev.skew.world.topology.NodeId;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A machine: one processor with a bounded queue before it, a clock, a disk that outlives crashes,
 * and the server process of its present life.
 *
 * <p>Handling a message takes effect when it begins and keeps the processor busy afterwards: an
 * idle machine answers at once, a busy one after all that waits before. On shared processors it
 * takes effect when it is done, and waking up for a timer or the disk takes time as well.
 */
final class Machine implements NodeContext {

  /** What the machine is doing. */
  enum Status {
    DOWN("down"),
    BOOTING("booting"),
    RUNNING("running"),
    PAUSED("paused");

    private final String label;

    Status(String label) {
      this.label = label;
    }

    /** The name as traces write it. */
    String label() {
      return label;
    }
  }

  /** How many times the cost of a mere wake-up a message costs, decoding and answering included. */
  private static final int MESSAGE_PER_WAKE_UP = 4;

  private final MachineSetup setup;
  private final NodeHandle handle;
  private final EventTarget self;
  private final ArrayDeque<NodeActor.Command> backlog = new ArrayDeque<>();
  private final EventTarget disk;
  private final Set<NodeId> connected = new LinkedHashSet<>();
  private final @Nullable HostProcessors host;

  private @Nullable NodeProcess process;

  /** What a shared processor is doing for this machine. */
  private NodeActor.@Nullable Command underWay;

  private Status status = Status.DOWN;
  private int life;
  private long busyUntilNanos;
  private double slowness = 1;
  private boolean wakeSet;
  private long restartNanos;
  private long restartTimer;

  /** Whether the process was stopped while it was being loaded. */
  private boolean frozenAtBoot;

  /** Whether nothing but that keeps it from running. */
  private boolean bootDue;

  /**
   * @param self the machine's actor, to be told what its own events bring
   */
  Machine(MachineSetup setup, EventTarget self) {
    this.setup = setup;
    this.handle = setup.handle();
    this.host = setup.service().host();
    this.self = self;
    this.disk =
        token -> {
          if (token != null) {
            self.onEvent(new NodeActor.DiskDone(life, token));
          }
        };
    setup.network().attach(setup.id(), setup.region(), new MachineEndpoint(self, connected));
    setup.network().processDown(setup.id());
  }

  /** Loads the process; it serves once its boot is over. */
  void start() {
    if (status != Status.DOWN) {
      return;
    }
    handle.restartIsDue(false);
    become(Status.BOOTING);
    setup
        .queue()
        .schedule(nowNanos() + draw(setup.service().boot()), self, new NodeActor.Booted(life));
  }

  void booted(int bootedLife) {
    if (status != Status.BOOTING || bootedLife != life) {
      return;
    }
    if (frozenAtBoot) {
      bootDue = true;
      return;
    }
    NodeProcess booted = setup.software().boot(this, life);
    process = booted;
    handle.processIs(booted);
    become(Status.RUNNING);
    setup.network().processUp(self());
    booted.onStart();
    setup.observer().onStepped(self());
  }

  void crash(boolean powerLost, boolean torn) {
    if (status == Status.DOWN) {
      if (handle.isRestarting()) {
        handle.restartIsDue(false);
        setup.queue().cancel(restartTimer);
      }
      return;
    }
    if (powerLost) {
      int lost = setup.software().disk().powerLost();
      if (lost > 0) {
        trace(new WritesLost(self(), lost, torn));
      }
    } else {
      setup.software().disk().processEnded();
    }
    end();
  }

  void pause() {
    if (status == Status.RUNNING) {
      become(Status.PAUSED);
      setup.network().processFrozen(self());
    } else if (status == Status.BOOTING) {
      frozenAtBoot = true;
    }
  }

  void resume() {
    if (status == Status.PAUSED) {
      become(Status.RUNNING);
      setup.network().processThawed(self());
      busyUntilNanos = nowNanos();
      serveNext();
    } else if (frozenAtBoot) {
      frozenAtBoot = false;
      if (bootDue) {
        bootDue = false;
        booted(life);
      }
    }
  }

  void slowDown(double factor) {
    slowness = factor;
  }

  /** Takes work in: at once when the processor is free, else it waits its turn. */
  void admit(NodeActor.Command work) {
    if (status == Status.DOWN || status == Status.BOOTING || isStale(work)) {
      return;
    }
    if (status == Status.RUNNING
        && backlog.isEmpty()
        && underWay == null
        && busyUntilNanos <= nowNanos()) {
      begin(work);
      wakeWhenFree();
    } else if (backlog.size() < setup.service().queueLimit()
        || !(work instanceof NodeActor.Deliver)) {
      backlog.addLast(work);
      wakeWhenFree();
    } else {
      handle.countOverload();
    }
  }

  /** The processor is free. */
  void serveNext() {
    wakeSet = false;
    while (status == Status.RUNNING && hasWork() && busyUntilNanos <= nowNanos()) {
      NodeActor.Command done = underWay;
      if (done != null) {
        underWay = null;
        serve(done);
        continue;
      }
      NodeActor.Command work = backlog.removeFirst();
      if (!isStale(work)) {
        begin(work);
      }
    }
    wakeWhenFree();
  }

  private boolean hasWork() {
    return underWay != null || !backlog.isEmpty();
  }

  /** Its own processor takes work up at once; a shared one tells when it will be done. */
  private void begin(NodeActor.Command work) {
    HostProcessors shared = host;
    if (shared == null) {
      if (work instanceof NodeActor.Deliver) {
        busyUntilNanos = nowNanos() + draw(setup.service().message());
      }
      serve(work);
      return;
    }
    underWay = work;
    double cost = draw(setup.service().message()) * shared.coldness(nowNanos() - busyUntilNanos);
    boolean isMessage = work instanceof NodeActor.Deliver;
    busyUntilNanos =
        shared.serve(nowNanos(), Math.round(isMessage ? cost : cost / MESSAGE_PER_WAKE_UP));
  }

  private void wakeWhenFree() {
    if (!wakeSet && status == Status.RUNNING && hasWork()) {
      wakeSet = true;
      setup.queue().schedule(busyUntilNanos, self, NodeActor.Processor.FREE);
    }
  }

  private void serve(NodeActor.Command work) {
    NodeProcess running = process;
    if (running == null) {
      return;
    }
    if (work instanceof NodeActor.Deliver deliver) {
      running.onMessage(deliver.from(), deliver.channel(), deliver.message());
    } else if (work instanceof NodeActor.TimerFired timer) {
      running.onTimer(timer.token());
    } else if (work instanceof NodeActor.DiskDone done) {
      running.onDisk(done.token());
    } else if (work instanceof NodeActor.Disconnected lost) {
      running.onDisconnect(lost.peer(), lost.channel());
    } else if (work instanceof NodeActor.Unreachable failed) {
      running.onUnreachable(failed.peer(), failed.channel());
    } else if (work instanceof NodeActor.Terminate order) {
      restartNanos = order.restartNanos();
      running.onTerminate();
    }
    setup.observer().onStepped(self());
  }

  /** Whether work was meant for a life of the machine that has ended. */
  private boolean isStale(NodeActor.Command work) {
    return (work instanceof NodeActor.TimerFired timer && timer.life() != life)
        || (work instanceof NodeActor.DiskDone done && done.life() != life);
  }

  private void end() {
    process = null;
    handle.processIs(null);
    life++;
    handle.lifeEnded();
    connected.clear();
    backlog.clear();
    underWay = null;
    frozenAtBoot = false;
    bootDue = false;
    busyUntilNanos = nowNanos();
    setup.network().processDown(self());
    become(Status.DOWN);
  }

  private void become(Status next) {
    status = next;
    handle.statusIs(next);
    trace(new MachineChanged(self(), next.label()));
  }

  private long draw(Latency latency) {
    return Math.round(latency.sampleNanos(setup.random().nextDouble()) * slowness);
  }

  @Override
  public NodeId self() {
    return setup.id();
  }

  @Override
  public long nowNanos() {
    return setup.queue().nowNanos();
  }

  @Override
  public NodeClock clock() {
    return setup.clock();
  }

  @Override
  public void send(NodeId to, Channel channel, WireMessage message) {
    setup.network().send(self(), to, channel, message);
  }

  @Override
  public void disconnect(NodeId peer, Channel channel) {
    setup.network().abandon(self(), peer, channel);
  }

  @Override
  public long setTimer(long localNanos, Object token) {
    return setTimerAt(nowNanos() + clock().virtualDelay(nowNanos(), localNanos), token);
  }

  @Override
  public long setTimerAt(long dueNanos, Object token) {
    return setup
        .queue()
        .schedule(Math.max(dueNanos, nowNanos()), self, new NodeActor.TimerFired(life, token));
  }

  @Override
  public void cancelTimer(long timer) {
    setup.queue().cancel(timer);
  }

  @Override
  public EventTarget disk() {
    return disk;
  }

  @Override
  public List<NodeId> connectedPeers() {
    return List.copyOf(connected);
  }

  @Override
  public void trace(TraceEvent event) {
    setup.trace().record(event);
  }

  @Override
  public void panic(String complaint) {
    trace(new ProcessPanicked(self(), complaint));
    setup.software().disk().processEnded();
    end();
  }

  @Override
  public void exit() {
    setup.software().disk().processEnded();
    end();
    handle.restartIsDue(true);
    restartTimer = setup.queue().schedule(nowNanos() + restartNanos, self, new NodeActor.Start());
  }

  @Override
  public void restart(long afterNanos) {
    restartNanos = afterNanos;
    exit();
  }

  /** What the network tells a machine becomes a message to its actor. */
  private record MachineEndpoint(EventTarget machine, Set<NodeId> connected) implements Endpoint {

    @Override
    public void onMessage(NodeId from, Channel channel, WireMessage message) {
      machine.onEvent(new NodeActor.Deliver(from, channel, message));
    }

    @Override
    public void onConnect(NodeId peer, Channel channel) {
      if (channel == Channel.RAFT_MESSAGE) {
        connected.add(peer);
      }
    }

    @Override
    public void onDisconnect(NodeId peer, Channel channel) {
      if (channel == Channel.RAFT_MESSAGE) {
        connected.remove(peer);
      }
      machine.onEvent(new NodeActor.Disconnected(peer, channel));
    }

    @Override
    public void onUnreachable(NodeId peer, Channel channel, WireMessage message) {
      machine.onEvent(new NodeActor.Unreachable(peer, channel));
    }
  }
}
