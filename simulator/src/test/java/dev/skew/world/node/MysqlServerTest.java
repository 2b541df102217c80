package dev.skew.world.node;

import static dev.skew.world.node.TestNode.CLIENT;
import static dev.skew.world.node.TestNode.PEER;
import static dev.skew.world.node.TestNode.SELF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.Seed;
import dev.skew.kernel.SimTime;
import dev.skew.world.kv.CancelRequest;
import dev.skew.world.kv.ClientRequest;
import dev.skew.world.kv.Consistency;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.network.Channel;
import dev.skew.world.network.Latency;
import dev.skew.world.network.WireMessage;
import dev.skew.world.replica.GtidSet;
import dev.skew.world.replica.MysqlNode;
import dev.skew.world.replica.ReplicaEvent;
import dev.skew.world.replica.ReplicaMessage;
import dev.skew.world.replica.ReplicaOrder;
import dev.skew.world.replica.ReplicaSettings;
import dev.skew.world.topology.NodeId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A MySQL server at work: its effects become messages, timers and records of its log. */
class MysqlServerTest {

  private final TestNode node = new TestNode();

  @Test
  void aWriteIsAnsweredOnceTheLogIsOnDisk() {
    MysqlSoftware software = install(null);
    node.runs(software.boot(node, 0));

    ask(1, new Operation.Put("k", "v"), "");
    int early = node.answers().size();
    node.runFor(SimTime.SECOND);

    assertThat(early).isZero();
    assertThat(node.answers().get(0).outcome()).isEqualTo(Outcome.OK);
    assertThat(software.disk().syncCount()).isPositive();
  }

  @Test
  void whatWasAnsweredSurvivesALossOfPowerAndWhatWasNotSyncedDoesNot() {
    MysqlSoftware software = install(null);
    node.runs(software.boot(node, 0));
    ask(1, new Operation.Put("a", "v"), "");
    node.runFor(SimTime.SECOND);
    ask(2, new Operation.Put("b", "v"), "");

    software.disk().powerLost();
    MysqlServer server = software.boot(node, 1);
    node.runs(server);

    assertThat(server.node().rows()).containsOnlyKeys("a");
    assertThat(server.node().executed()).hasToString("etcd-0:1-1");
  }

  @Test
  void aServerThatCannotWriteItsLogAborts() {
    MysqlSoftware software = install(null);
    node.runs(software.boot(node, 0));
    software.disk().fill(true);

    ask(1, new Operation.Put("k", "v"), "");

    assertThat(node.panics).singleElement().asString().contains("ABORT_SERVER");
    assertThat(node.answers()).isEmpty();
  }

  @Test
  void aReplicaAsksLikeAnyClientAndIsAnsweredOnAStreamOfItsOwn() {
    node.runs(install(PEER).boot(node, 0));
    node.receive(PEER, new ReplicaMessage.DumpRequest(7, GtidSet.EMPTY));

    assertThat(channelsOf(ReplicaMessage.DumpRequest.class)).containsOnly(Channel.CLIENT_REQUEST);
    assertThat(channelsOf(ReplicaMessage.DumpStarted.class)).containsOnly(Channel.REPLICATION);
  }

  @Test
  void onlyABrokenReplicationStreamIsNews() {
    MysqlServer server = install(PEER).boot(node, 0);
    node.runs(server);
    server.onMessage(PEER, Channel.REPLICATION, started());

    server.onDisconnect(PEER, Channel.CLIENT_REQUEST);
    server.onUnreachable(PEER, Channel.CLIENT_REQUEST);
    long before = lost();
    server.onDisconnect(PEER, Channel.REPLICATION);

    assertThat(before).isZero();
    assertThat(lost()).isEqualTo(1);
  }

  @Test
  void ordersAndCancellationsReachTheServer() {
    MysqlServer server = install(null).boot(node, 0);
    node.runs(server);
    ask(1, new Operation.Get("k", Consistency.ONE), "etcd-0:1-1");

    node.receive(CLIENT, new CancelRequest(1));
    ask(2, new Operation.Put("k", "v"), "");
    node.runFor(SimTime.SECOND);
    node.receive(SELF, new ReplicaOrder.ReadOnly(true));

    assertThat(node.answers()).extracting(answer -> answer.id()).containsExactly(2L);
    assertThat(server.node().isReadOnly()).isTrue();
  }

  private static ReplicaMessage started() {
    return new ReplicaMessage.DumpStarted(1, 0);
  }

  private long lost() {
    return node.traced.stream().filter(ReplicaEvent.SourceLost.class::isInstance).count();
  }

  private <M extends WireMessage> List<Channel> channelsOf(Class<M> type) {
    return node.sent.stream()
        .filter(sent -> type.isInstance(sent.message()))
        .map(TestNode.Sent::channel)
        .toList();
  }

  private void ask(long id, Operation operation, String context) {
    node.receive(CLIENT, new ClientRequest(id, operation, context, 10));
  }

  private MysqlSoftware install(@Nullable NodeId source) {
    ReplicaSettings settings =
        new ReplicaSettings(
            Latency.constant(Duration.ofMillis(1)),
            0,
            new ReplicaSettings.Log(SimTime.MINUTE, 4_096),
            new ReplicaSettings.Connection(SimTime.SECOND, 2 * SimTime.SECOND, SimTime.SECOND),
            true,
            SimTime.SECOND);
    MysqlNode first =
        new MysqlNode(
            List.of(SELF, PEER), SELF, source, settings, node.clock(), new Seed(1).random());
    return new MysqlSoftware(image -> TestDisk.on(node.queue, image), first);
  }
}
