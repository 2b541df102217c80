package dev.skew.world.network;

import static dev.skew.kernel.Checks.check;

import dev.skew.kernel.Seed;
import dev.skew.world.network.LinkSelector.Site;
import dev.skew.world.topology.NodeId;
import dev.skew.world.topology.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The hosts, the links between them, and all that changes the links. Links come into being when
 * they are first used, so that a thousand nodes cost what they talk, not their square.
 */
final class Fabric {

  private final Seed seed;
  private @Nullable Host[] hosts = new Host[8];
  private @Nullable Link[] @Nullable [] links = new @Nullable Link[8] @Nullable [];
  private int hostCount;

  private LinkProfile defaultProfile;
  private final Map<RegionPair, LinkProfile> regionProfiles = new HashMap<>();
  private final Map<NodePair, LinkProfile> linkProfiles = new HashMap<>();

  private final TreeMap<OverlayId, Overlay> overlays = new TreeMap<>();
  private final TreeMap<PartitionId, Partition> partitions = new TreeMap<>();
  private final Map<String, Integer> overlayNames = new HashMap<>();
  private int overlayNumber;
  private int partitionNumber;

  private record RegionPair(Region from, Region to) {}

  private record NodePair(int from, int to) {}

  record Overlay(String name, String streamName, LinkSelector links, LinkProfile profile) {}

  Fabric(Seed seed, LinkProfile defaultProfile) {
    this.seed = seed;
    this.defaultProfile = defaultProfile;
  }

  Host addHost(NodeId node, Region region) {
    int index = node.index();
    if (index >= hosts.length) {
      int capacity = Math.max(index + 1, hosts.length * 2);
      hosts = Arrays.copyOf(hosts, capacity);
      links = Arrays.copyOf(links, capacity);
    }
    Host known = hosts[index];
    if (known != null) {
      check(
          known.site.equals(new Site(node, region)),
          "node %s in %s takes the index of %s",
          node,
          region,
          known.site);
      return known;
    }
    Host host = new Host(new Site(node, region));
    hosts[index] = host;
    hostCount = Math.max(hostCount, index + 1);
    return host;
  }

  /** One more than the highest index of any host. */
  int hostCount() {
    return hostCount;
  }

  @Nullable Host hostAt(int index) {
    return index < hosts.length ? hosts[index] : null;
  }

  Host host(NodeId node) {
    Host host = hostAt(node.index());
    if (host == null) {
      throw new IllegalArgumentException("node " + node + " was never attached to the network");
    }
    return host;
  }

  /** The link if it was ever used. */
  @Nullable Link linkIfUsed(int from, int to) {
    @Nullable Link[] row = from < links.length ? links[from] : null;
    return row == null || to >= row.length ? null : row[to];
  }

  Link link(NodeId from, NodeId to) {
    Link link = linkIfUsed(from.index(), to.index());
    return link != null ? link : addLink(host(from), host(to));
  }

  private Link addLink(Host from, Host to) {
    int source = from.site.node().index();
    int target = to.site.node().index();
    @Nullable Link[] row = links[source];
    if (row == null || target >= row.length) {
      row = row == null ? new Link[hosts.length] : Arrays.copyOf(row, hosts.length);
      links[source] = row;
    }
    Link link = new Link(seed, from.site, to.site, profile(from.site, to.site));
    row[target] = link;
    if (source != target && !(overlays.isEmpty() && partitions.isEmpty())) {
      overlays.forEach(
          (id, overlay) -> {
            if (overlay.links().selects(from.site, to.site)) {
              link.addOverlay(id, overlay.streamName(), overlay.profile());
            }
          });
      partitions.values().stream()
          .filter(partition -> partition.cutLinks().selects(from.site, to.site))
          .forEach(partition -> link.cut());
    }
    return link;
  }

  private LinkProfile profile(Site from, Site to) {
    if (from.node().equals(to.node())) {
      return LinkProfile.CLEAN;
    }
    if (linkProfiles.isEmpty() && regionProfiles.isEmpty()) {
      return defaultProfile;
    }
    LinkProfile own = linkProfiles.get(new NodePair(from.node().index(), to.node().index()));
    if (own != null) {
      return own;
    }
    LinkProfile regional = regionProfiles.get(new RegionPair(from.region(), to.region()));
    return regional != null ? regional : defaultProfile;
  }

  void setDefaultProfile(LinkProfile profile) {
    defaultProfile = profile;
    refreshProfiles();
  }

  void setRegionProfile(Region from, Region to, LinkProfile profile) {
    regionProfiles.put(new RegionPair(from, to), profile);
    refreshProfiles();
  }

  void setLinkProfile(NodeId from, NodeId to, @Nullable LinkProfile profile) {
    NodePair pair = new NodePair(from.index(), to.index());
    if (profile == null) {
      linkProfiles.remove(pair);
    } else {
      linkProfiles.put(pair, profile);
    }
    refreshProfiles();
  }

  private void refreshProfiles() {
    forEachLink(link -> link.setProfile(profile(link.from, link.to)));
  }

  OverlayId addOverlay(String name, LinkSelector selector, LinkProfile profile) {
    OverlayId id = new OverlayId(++overlayNumber);
    int sameName = overlayNames.merge(name, 1, Integer::sum);
    Overlay overlay = new Overlay(name, name + "#" + sameName, selector, profile);
    overlays.put(id, overlay);
    forEachLink(
        link -> {
          if (selects(selector, link)) {
            link.addOverlay(id, overlay.streamName(), profile);
          }
        });
    return id;
  }

  @Nullable Overlay removeOverlay(OverlayId id) {
    Overlay overlay = overlays.remove(id);
    if (overlay != null) {
      forEachLink(link -> link.removeOverlay(id));
    }
    return overlay;
  }

  List<OverlayId> overlays() {
    return List.copyOf(overlays.keySet());
  }

  PartitionId addPartition(Partition partition) {
    PartitionId id = new PartitionId(++partitionNumber);
    partitions.put(id, partition);
    forEachLink(
        link -> {
          if (selects(partition.cutLinks(), link)) {
            link.cut();
          }
        });
    return id;
  }

  @Nullable Partition removePartition(PartitionId id) {
    Partition partition = partitions.remove(id);
    if (partition != null) {
      forEachLink(
          link -> {
            if (selects(partition.cutLinks(), link)) {
              link.heal();
            }
          });
    }
    return partition;
  }

  List<PartitionId> partitions() {
    return List.copyOf(partitions.keySet());
  }

  boolean canReach(Host from, Host to) {
    if (from == to) {
      return true;
    }
    for (Partition partition : partitions.values()) {
      if (partition.cutLinks().selects(from.site, to.site)) {
        return false;
      }
    }
    return true;
  }

  /** How many directed links between attached nodes a selector chooses. */
  int countLinks(LinkSelector selector) {
    int count = 0;
    for (Host from : attached()) {
      for (Host to : attached()) {
        if (from != to && selector.selects(from.site, to.site)) {
          count++;
        }
      }
    }
    return count;
  }

  List<Host> attached() {
    List<Host> all = new ArrayList<>(hostCount);
    for (int i = 0; i < hostCount; i++) {
      Host host = hosts[i];
      if (host != null) {
        all.add(host);
      }
    }
    return all;
  }

  /** In the order of node indexes. */
  void forEachLink(Consumer<Link> action) {
    for (int i = 0; i < hostCount; i++) {
      @Nullable Link[] row = links[i];
      for (int j = 0; row != null && j < row.length; j++) {
        Link link = row[j];
        if (link != null) {
          action.accept(link);
        }
      }
    }
  }

  private static boolean selects(LinkSelector selector, Link link) {
    return !link.isLoopback() && selector.selects(link.from, link.to);
  }

  /**
   * Groups of nodes that can reach each other both ways, directly or through others of the group;
   * in the order of their first members.
   */
  List<List<NodeId>> components() {
    List<Host> all = attached();
    Map<Host, Integer> groupOf = new LinkedHashMap<>();
    List<List<NodeId>> groups = new ArrayList<>();
    for (Host first : all) {
      if (!groupOf.containsKey(first)) {
        groups.add(collect(first, all, groupOf, groups.size()));
      }
    }
    return groups;
  }

  private List<NodeId> collect(Host first, List<Host> all, Map<Host, Integer> groupOf, int group) {
    List<Host> members = new ArrayList<>();
    members.add(first);
    groupOf.put(first, group);
    for (int i = 0; i < members.size(); i++) {
      Host member = members.get(i);
      for (Host other : all) {
        if (!groupOf.containsKey(other) && canReach(member, other) && canReach(other, member)) {
          groupOf.put(other, group);
          members.add(other);
        }
      }
    }
    return members.stream().map(host -> host.site.node()).sorted().toList();
  }
}
