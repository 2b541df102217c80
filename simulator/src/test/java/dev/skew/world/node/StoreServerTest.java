package dev.skew.world.node;

import static dev.skew.world.node.TestNode.CLIENT;
import static dev.skew.world.node.TestNode.PEER;
import static dev.skew.world.node.TestNode.SELF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.Seed;
import dev.skew.kernel.SimTime;
import dev.skew.world.clock.HybridTimestamp;
import dev.skew.world.kv.ClientRequest;
import dev.skew.world.kv.Consistency;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.network.Channel;
import dev.skew.world.quorum.HashRing;
import dev.skew.world.quorum.KeyspaceSettings;
import dev.skew.world.quorum.Launch;
import dev.skew.world.quorum.StoreMessage;
import dev.skew.world.quorum.StoreNode;
import dev.skew.world.quorum.StoreSettings;
import dev.skew.world.quorum.Versioning;
import dev.skew.world.topology.NodeId;
import dev.skew.world.version.Beacon;
import dev.skew.world.version.BeaconSettings;
import dev.skew.world.version.Releases;
import dev.skew.world.version.Revision;
import dev.skew.world.version.Version;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A store node at work: its effects become messages, timers and records of its log. */
class StoreServerTest {

  private static final Version OLD = new Version(2, 1, 0);

  private static final BeaconSettings EVERY_SECOND =
      new BeaconSettings(SimTime.SECOND, 1, 10 * SimTime.SECOND);

  private final TestNode node = new TestNode();

  @Test
  void aWriteIsAnsweredOnceItsRecordIsOnDisk() {
    StoreSoftware software = install(List.of(SELF));
    node.runs(software.boot(node, 0));

    ask(1, new Operation.Put("main:k", "v"));
    int early = node.answers().size();
    node.runFor(SimTime.SECOND);

    assertThat(early).isZero();
    assertThat(node.answers().get(0).outcome()).isEqualTo(Outcome.OK);
    assertThat(software.disk().syncCount()).isPositive();
  }

  @Test
  void aPeerTakenToBeDownIsDisconnected() {
    StoreSoftware software = install(List.of(SELF, PEER));
    node.runs(software.boot(node, 0));

    node.runFor(SimTime.MINUTE);

    assertThat(node.disconnected).containsExactly(PEER);
  }

  @Test
  void whatWasAnsweredSurvivesALossOfPower() {
    StoreSoftware software = install(List.of(SELF));
    node.runs(software.boot(node, 0));
    ask(1, new Operation.Put("main:k", "v"));
    node.runFor(SimTime.SECOND);

    software.disk().powerLost();
    node.runs(software.boot(node, 1));
    ask(2, new Operation.Get("main:k", Consistency.ONE));
    node.runFor(SimTime.SECOND);

    assertThat(node.answers().get(1).values()).containsExactly("v");
  }

  @Test
  void whatWasNotSyncedIsGoneAfterALossOfPower() {
    StoreSoftware software = install(List.of(SELF));
    node.runs(software.boot(node, 0));
    ask(1, new Operation.Put("main:k", "v"));

    software.disk().powerLost();
    node.runs(software.boot(node, 1));
    ask(2, new Operation.Get("main:k", Consistency.ONE));
    node.runFor(SimTime.SECOND);

    assertThat(node.answers()).hasSize(1);
    assertThat(node.answers().get(0).values()).isEmpty();
  }

  @Test
  void aWriteThatTheDiskDoesNotTakeIsNotAcknowledged() {
    StoreSoftware software = install(List.of(SELF));
    node.runs(software.boot(node, 0));
    software.disk().fill(true);

    ask(1, new Operation.Put("main:k", "v"));
    node.runFor(SimTime.MINUTE);

    assertThat(node.answers()).hasSize(1);
    assertThat(node.answers().get(0).outcome()).isNotEqualTo(Outcome.OK);
  }

  @Test
  void replicasAreAskedOnTheStoresOwnChannel() {
    StoreSoftware software = install(List.of(SELF, PEER));
    node.runs(software.boot(node, 0));

    ask(1, new Operation.Put("main:k", "v"));
    node.runFor(SimTime.SECOND);

    assertThat(node.sent(StoreMessage.Mutate.class)).isNotEmpty();
    assertThat(node.sent)
        .filteredOn(sent -> sent.message() instanceof StoreMessage)
        .allSatisfy(sent -> assertThat(sent.channel()).isEqualTo(Channel.STORE));
  }

  /** It finds out by its own heartbeats who is there. */
  @Test
  void aBrokenConnectionIsNoNews() {
    StoreSoftware software = install(List.of(SELF, PEER));
    StoreServer server = software.boot(node, 0);
    node.runs(server);
    int sent = node.sent.size();

    server.onDisconnect(PEER, Channel.STORE);
    server.onUnreachable(PEER, Channel.STORE);

    assertThat(node.sent).hasSize(sent);
    assertThat(node.traced).isEmpty();
  }

  @Test
  void anInstalledVersionRunsFromTheNextBootOnAndSaysSoOnce() {
    StoreSoftware software = install(List.of(SELF));
    Version newer = new Version(2, 2, 0);
    StoreServer before = software.boot(node, 0);

    software.install(new Revision(1, newer));
    StoreServer after = software.boot(node, 1);
    software.boot(node, 2);

    assertThat(before.version()).isEqualTo(OLD);
    assertThat(after.version()).isEqualTo(newer);
    assertThat(node.traced).containsExactly(new VersionStarted(SELF, OLD, newer));
  }

  @Test
  void aNodeThatIsToRunAnotherVersionInstallsItAndRestarts() {
    StoreSoftware software = install(List.of(SELF, PEER), EVERY_SECOND);
    node.runs(software.boot(node, 0));
    Revision newer = new Revision(1, new Version(2, 2, 0));

    node.receive(
        PEER, new StoreMessage.Beaconed(HybridTimestamp.ZERO, new Beacon(OLD, newer, 0), false));
    node.runFor(SimTime.MINUTE);

    assertThat(node.restarts).containsExactly(SimTime.SECOND);
    assertThat(software.boot(node, 1).version()).isEqualTo(newer.version());
  }

  @Test
  void beaconsAreDatagrams() {
    StoreSoftware software = install(List.of(SELF, PEER), EVERY_SECOND);
    node.runs(software.boot(node, 0));

    node.runFor(5 * SimTime.SECOND);

    assertThat(node.sent)
        .filteredOn(sent -> sent.message() instanceof StoreMessage.Beaconed)
        .hasSizeGreaterThan(3)
        .allSatisfy(sent -> assertThat(sent.channel().isDatagram()).isTrue());
  }

  private void ask(long id, Operation operation) {
    node.receive(CLIENT, new ClientRequest(id, operation, "", 10));
  }

  private StoreSoftware install(List<NodeId> members) {
    return install(members, BeaconSettings.OFF);
  }

  private StoreSoftware install(List<NodeId> members, BeaconSettings beacons) {
    StoreSettings settings =
        StoreSettings.of(keyspace(members.size()))
            .with(new StoreSettings.Software(Releases.ALIKE, beacons));
    StoreNode first =
        new StoreNode(
                SELF, settings, new HashRing(members, settings), node.clock(), new Seed(1).random())
            .with(new Launch(Revision.initial(OLD), new Seed(2).random()));
    return new StoreSoftware(image -> TestDisk.on(node.queue, image), first);
  }

  private static KeyspaceSettings keyspace(int copies) {
    return KeyspaceSettings.of("main", Versioning.LAST_WRITE_WINS)
        .with(KeyspaceSettings.Replication.majorityOf(copies));
  }
}
