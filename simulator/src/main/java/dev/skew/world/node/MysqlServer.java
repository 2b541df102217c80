package dev.skew.world.node;

import dev.skew.world.kv.CancelRequest;
import dev.skew.world.kv.ClientRequest;
import dev.skew.world.network.Channel;
import dev.skew.world.network.WireMessage;
import dev.skew.world.replica.MysqlNode;
import dev.skew.world.replica.ReplicaEffect;
import dev.skew.world.replica.ReplicaInput;
import dev.skew.world.replica.ReplicaMessage;
import dev.skew.world.replica.ReplicaOrder;
import dev.skew.world.replica.ReplicaTimer;
import dev.skew.world.topology.NodeId;
import java.util.List;

/** A MySQL server at work: carries out what its {@link MysqlNode} asks for. */
public final class MysqlServer implements NodeProcess {

  private final NodeContext context;
  private final MysqlNode node;
  private final WalDisk<Long> disk;

  MysqlServer(NodeContext context, MysqlNode node, WalDisk<Long> disk) {
    this.context = context;
    this.node = node;
    this.disk = disk;
  }

  /** What the server holds, as those see it who see everything. */
  public MysqlNode node() {
    return node;
  }

  @Override
  public void onStart() {
    step(new ReplicaInput.Started());
  }

  @Override
  public void onMessage(NodeId from, Channel channel, WireMessage message) {
    if (message instanceof ReplicaMessage replicaMessage) {
      step(new ReplicaInput.Received(from, replicaMessage));
    } else if (message instanceof ClientRequest request) {
      step(new ReplicaInput.Asked(from, request));
    } else if (message instanceof CancelRequest cancel) {
      step(new ReplicaInput.Cancelled(from, cancel.id()));
    } else if (message instanceof ReplicaOrder order) {
      step(new ReplicaInput.Ordered(order));
    }
  }

  @Override
  public void onTerminate() {
    context.exit();
  }

  @Override
  public void onTimer(Object token) {
    if (token instanceof ReplicaTimer timer) {
      step(new ReplicaInput.TimerFired(timer));
    }
  }

  @Override
  public void onDisk(Object token) {
    if (token instanceof Long index) {
      step(new ReplicaInput.Persisted(index));
    }
  }

  @Override
  public void onDisconnect(NodeId peer, Channel channel) {
    if (channel == Channel.REPLICATION) {
      step(new ReplicaInput.Disconnected(peer));
    }
  }

  /** Whoever waits for an answer asks again when it does not come. */
  @Override
  public void onUnreachable(NodeId peer, Channel channel) {}

  private void step(ReplicaInput input) {
    List<ReplicaEffect> effects = node.on(context.nowNanos(), input);
    for (int i = 0; i < effects.size(); i++) {
      perform(effects.get(i));
    }
  }

  private void perform(ReplicaEffect effect) {
    if (effect instanceof ReplicaEffect.Send send) {
      context.send(send.to(), channelOf(send.message()), send.message());
    } else if (effect instanceof ReplicaEffect.Respond respond) {
      context.send(respond.client(), Channel.CLIENT_REPLY, respond.response());
    } else if (effect instanceof ReplicaEffect.Append append) {
      Long index = append.index();
      if (!disk.write(index, append.bytes(), context.disk(), index)) {
        step(new ReplicaInput.AppendFailed(index));
      }
    } else if (effect instanceof ReplicaEffect.SetTimer timer) {
      context.setTimer(timer.localNanos(), timer.timer());
    } else if (effect instanceof ReplicaEffect.Note noted) {
      context.trace(noted.event());
    } else if (effect instanceof ReplicaEffect.Abort abort) {
      context.panic(abort.complaint());
    }
  }

  /** A replica's requests are statements like any client's; what a source streams has its own. */
  private static Channel channelOf(ReplicaMessage message) {
    return message.isStreamed() ? Channel.REPLICATION : Channel.CLIENT_REQUEST;
  }
}
