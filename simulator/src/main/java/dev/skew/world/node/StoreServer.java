package dev.skew.world.node;

import dev.skew.kernel.SimTime;
import dev.skew.world.kv.ClientRequest;
import dev.skew.world.network.Channel;
import dev.skew.world.network.WireMessage;
import dev.skew.world.quorum.StoreEffect;
import dev.skew.world.quorum.StoreInput;
import dev.skew.world.quorum.StoreMessage;
import dev.skew.world.quorum.StoreNode;
import dev.skew.world.quorum.StoreOrder;
import dev.skew.world.topology.NodeId;
import dev.skew.world.version.Version;
import java.util.List;

/** A node of the quorum store at work: carries out what its {@link StoreNode} asks for. */
public final class StoreServer implements NodeProcess {

  /** From the end of a process that adopts another version to the start of the next. */
  private static final long RESTART_NANOS = SimTime.SECOND;

  private final NodeContext context;
  private final StoreNode node;
  private final StoreSoftware software;
  private final WalDisk<Long> disk;
  private final double patience;

  /**
   * A process.
   *
   * @param patience how many times longer than its settings say it waits for replicas
   */
  StoreServer(NodeContext context, StoreNode node, StoreSoftware software, double patience) {
    this.context = context;
    this.node = node;
    this.software = software;
    this.disk = software.disk();
    this.patience = patience;
  }

  /** Of the software that this process runs. */
  public Version version() {
    return node.revision().version();
  }

  /** What the node holds, as those see it who see everything. */
  public StoreNode node() {
    return node;
  }

  @Override
  public void onStart() {
    step(new StoreInput.Started());
    if (patience != 1) {
      stretchTimeouts(patience);
    }
  }

  void stretchTimeouts(double factor) {
    step(new StoreInput.Stretched(factor));
  }

  @Override
  public void onMessage(NodeId from, Channel channel, WireMessage message) {
    if (message instanceof StoreMessage storeMessage) {
      step(new StoreInput.Received(from, storeMessage));
    } else if (message instanceof ClientRequest request) {
      step(new StoreInput.Asked(from, request));
    } else if (message instanceof StoreOrder order) {
      step(new StoreInput.Ordered(order));
    } else if (message instanceof AdminRequest.Quarantine order) {
      step(
          new StoreInput.QuarantineOrdered(
              from, order.id(), order.about(), order.isLift(), order.isForced()));
    }
  }

  @Override
  public void onTerminate() {
    context.exit();
  }

  @Override
  public void onTimer(Object token) {
    if (token instanceof Long timer) {
      step(new StoreInput.TimerFired(timer));
    }
  }

  @Override
  public void onDisk(Object token) {
    if (token instanceof Long record) {
      step(new StoreInput.Persisted(record));
    }
  }

  /** The store finds out by its own heartbeats and time-outs. */
  @Override
  public void onDisconnect(NodeId peer, Channel channel) {}

  @Override
  public void onUnreachable(NodeId peer, Channel channel) {}

  private void step(StoreInput input) {
    List<StoreEffect> effects = node.on(context.nowNanos(), input);
    for (int i = 0; i < effects.size(); i++) {
      perform(effects.get(i));
    }
  }

  private void perform(StoreEffect effect) {
    if (effect instanceof StoreEffect.Send send) {
      context.send(send.to(), channelOf(send.message()), send.message());
    } else if (effect instanceof StoreEffect.Respond respond) {
      context.send(respond.client(), Channel.CLIENT_REPLY, respond.response());
    } else if (effect instanceof StoreEffect.Append append) {
      append(append);
    } else if (effect instanceof StoreEffect.Sync sync) {
      disk.sync(context.disk(), sync.token());
    } else if (effect instanceof StoreEffect.SetTimer timer) {
      context.setTimer(timer.localNanos(), timer.token());
    } else if (effect instanceof StoreEffect.Note noted) {
      context.trace(noted.event());
    } else if (effect instanceof StoreEffect.Adopt adopt) {
      software.install(adopt.revision());
      context.restart(RESTART_NANOS);
    } else if (effect instanceof StoreEffect.Disconnect disconnect) {
      context.disconnect(disconnect.peer(), Channel.STORE);
    }
  }

  /**
   * Beacons put up with loss and fit a packet: no connection is opened for them (as memberlist).
   */
  private static Channel channelOf(StoreMessage message) {
    return message instanceof StoreMessage.Beaconed ? Channel.GOSSIP : Channel.STORE;
  }

  private void append(StoreEffect.Append append) {
    Long token = append.token();
    boolean accepted =
        append.isSyncWanted()
            ? disk.write(token, append.bytes(), context.disk(), token)
            : disk.append(token, append.bytes());
    if (!accepted) {
      step(new StoreInput.AppendFailed(append.token()));
    }
  }
}
