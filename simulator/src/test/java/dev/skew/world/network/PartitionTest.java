package dev.skew.world.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.Seed;
import dev.skew.kernel.Trace;
import dev.skew.world.network.NetworkEvent.PartitionHealed;
import dev.skew.world.network.NetworkEvent.PartitionStarted;
import dev.skew.world.topology.NodeId;
import dev.skew.world.topology.Region;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionTest {

  private final TestNetwork net = TestNetwork.withLatency(5, Duration.ofMillis(1));
  private final NodeId a = net.node(0);
  private final NodeId b = net.node(1);
  private final NodeId c = net.node(2);
  private final NodeId d = net.node(3);
  private final NodeId e = net.node(4);

  @Test
  void aSetIsCutFromTheRestInBothDirections() {
    net.network.partition(Partition.isolate("minority", List.of(a, b)));

    assertThat(net.network.canReach(a, b)).isTrue();
    assertThat(net.network.canReach(a, c)).isFalse();
    assertThat(net.network.canReach(c, a)).isFalse();
    assertThat(net.network.components()).containsExactly(List.of(a, b), List.of(c, d, e));
  }

  @Test
  void oneDirectionCanBeCutAlone() {
    net.network.partition(Partition.oneWay("deaf", List.of(a), List.of(b, c, d, e)));

    assertThat(net.network.canReach(a, b)).isFalse();
    assertThat(net.network.canReach(b, a)).isTrue();
    assertThat(net.network.components()).containsExactly(List.of(a), List.of(b, c, d, e));
  }

  @Test
  void aPartialPartitionLeavesOneComponent() {
    net.network.partition(Partition.between("partial", a, c));

    assertThat(net.network.canReach(a, c)).isFalse();
    assertThat(net.network.canReach(a, b)).isTrue();
    assertThat(net.network.canReach(b, c)).isTrue();
    assertThat(net.network.components()).containsExactly(List.of(a, b, c, d, e));
  }

  @Test
  void whoIsInNoGroupStillSeesEverybody() {
    net.network.partition(Partition.groups("split", List.of(List.of(a, b), List.of(c, d))));

    assertThat(net.network.canReach(a, d)).isFalse();
    assertThat(net.network.canReach(a, e)).isTrue();
    assertThat(net.network.canReach(e, d)).isTrue();
  }

  @Test
  void aRegionCanBeCutOff() {
    EventQueue queue = new EventQueue();
    VirtualNetwork network =
        new VirtualNetwork(queue, new Trace(queue), new Seed(1), LinkProfile.CLEAN);
    Region west = new Region("west");
    network.attach(a, west, (from, channel, message) -> {});
    network.attach(b, west, (from, channel, message) -> {});
    network.attach(c, new Region("east"), (from, channel, message) -> {});

    network.partition(Partition.region("west is gone", west));

    assertThat(network.canReach(a, b)).isTrue();
    assertThat(network.canReach(a, c)).isFalse();
    assertThat(network.components()).containsExactly(List.of(a, b), List.of(c));
  }

  @Test
  void partitionsOverlapAndHealOneByOneOrAllAtOnce() {
    PartitionId first = net.network.partition(Partition.between("first", a, b));
    net.network.partition(Partition.isolate("second", List.of(a)));
    net.network.partition(Partition.between("third", c, d));

    assertThat(net.network.heal(first)).isTrue();
    assertThat(net.network.heal(first)).isFalse();
    assertThat(net.network.canReach(a, b)).isFalse();
    net.network.healAll();

    assertThat(net.network.canReach(a, b)).isTrue();
    assertThat(net.network.partitions()).isEmpty();
    assertThat(net.count(PartitionStarted.class)).isEqualTo(3);
    assertThat(net.count(PartitionHealed.class)).isEqualTo(3);
  }

  @Test
  void whatAPartitionCutsIsCutForLinksThatComeLater() {
    net.network.partition(Partition.isolate("early", List.of(a)));

    net.send(0, 1, Channel.GOSSIP, 1);
    net.drain();

    assertThat(net.received(1)).isEmpty();
    assertThat(net.counters(0, 1).cutPackets()).isEqualTo(1);
  }
}
