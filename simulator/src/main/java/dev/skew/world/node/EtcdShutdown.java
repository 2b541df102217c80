package dev.skew.world.node;

import dev.skew.world.raft.RaftInput;
import dev.skew.world.raft.RaftState;
import dev.skew.world.topology.NodeId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a member ends that was sent SIGTERM ({@code embed.Etcd.Close} and {@code EtcdServer.Stop} of
 * etcd 3.4): it takes no more requests and answers those under way; a leader hands the leadership
 * to the voter that has been connected longest; then it ends. Neither step may take longer than a
 * request, and what has not come to pass by then is left as it is.
 */
final class EtcdShutdown {

  /** What a timer does. */
  interface Due {
    void run();
  }

  private final EtcdServer server;
  private final EtcdRequests requests;
  private final NodeContext context;
  private final EtcdSettings settings;
  private @Nullable NodeId transferee;
  private boolean drained;

  EtcdShutdown(
      EtcdServer server, EtcdRequests requests, NodeContext context, EtcdSettings settings) {
    this.server = server;
    this.requests = requests;
    this.context = context;
    this.settings = settings;
  }

  void begin() {
    requests.close();
    after(settings.requestTimeoutNanos(), this::onDrained);
    goOn();
  }

  /** Looks whether the last request has been answered. */
  void goOn() {
    if (requests.isIdle()) {
      onDrained();
    }
  }

  private void onDrained() {
    if (drained) {
      return;
    }
    drained = true;
    Optional<NodeId> next = longestConnected();
    if (next.isEmpty()) {
      server.exit();
      return;
    }
    transferee = next.get();
    server.step(new RaftInput.TransferLeadership(next.get()));
    after(settings.requestTimeoutNanos(), server::exit);
    after(settings.tickNanos(), this::poll);
  }

  /** Once a heartbeat interval, as for {@code move-leader}. */
  private void poll() {
    if (server.state().leader() != null && server.state().leader().equals(transferee)) {
      server.exit();
    } else {
      after(settings.tickNanos(), this::poll);
    }
  }

  /** Who takes over ({@code longestConnected}); nobody from a follower, or where nobody is left. */
  private Optional<NodeId> longestConnected() {
    RaftState state = server.state();
    List<NodeId> voters = state.configuration().voters();
    return state.isLeader()
        ? context.connectedPeers().stream().filter(voters::contains).findFirst()
        : Optional.empty();
  }

  private void after(long nanos, Due due) {
    context.setTimer(nanos, due);
  }
}
