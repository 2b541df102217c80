package dev.skew.world.fault;

import dev.skew.kernel.RandomSource;
import dev.skew.world.fault.FaultTargets.Member;
import dev.skew.world.fault.NodeSelector.Count;
import dev.skew.world.fault.NodeSelector.Group;
import dev.skew.world.fault.NodeSelector.Named;
import dev.skew.world.fault.NodeSelector.Share;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** One drawing of the nodes that a selector means. */
final class NodeDraw {

  private final NodeSelector selector;
  private final List<Member> members;
  private final RandomSource random;

  NodeDraw(NodeSelector selector, List<Member> members, RandomSource random) {
    this.selector = selector;
    this.members = members;
    this.random = random;
  }

  List<NodeId> draw(Optional<NodeId> leader) {
    List<NodeId> chosen = new ArrayList<>(choose(leader));
    chosen.sort(null);
    return List.copyOf(chosen);
  }

  private List<NodeId> choose(Optional<NodeId> leader) {
    if (selector.amount() instanceof Named named) {
      return named.names().stream().distinct().map(this::named).toList();
    }
    List<Member> pool = pool();
    if (selector.amount() instanceof Share share) {
      return spread(pool, Math.max(1, (int) Math.round(share.ratio() * pool.size())));
    }
    if (selector.amount() instanceof Count count) {
      if (count.number() > pool.size()) {
        throw new SelectionRefusedException(
            "%d nodes are wanted, there are %d%s".formatted(count.number(), pool.size(), ofWhat()));
      }
      return spread(pool, count.number());
    }
    return switch ((Group) selector.amount()) {
      case ALL -> pool.stream().map(Member::id).toList();
      case LEADER -> List.of(leaderIn(pool, leader));
      case FOLLOWER -> drawFrom(followers(pool, leader), 1);
      case FOLLOWERS -> followers(pool, leader).stream().map(Member::id).toList();
      case MINORITY -> ofEachRole(pool, false);
      case MAJORITY -> ofEachRole(pool, true);
      case REST -> throw new SelectionRefusedException("rest is for the other end of links only");
    };
  }

  private NodeId named(String name) {
    for (Member member : members) {
      if (member.id().name().equals(name)) {
        return member.id();
      }
    }
    throw new SelectionRefusedException(
        "there is no node " + name + Nearest.hint(name, members.stream().map(this::name).toList()));
  }

  private String name(Member member) {
    return member.id().name();
  }

  private List<Member> pool() {
    String role = selector.role();
    String region = selector.region();
    refuseUnknown("role", role, members.stream().map(Member::role).toList());
    refuseUnknown("region", region, members.stream().map(one -> one.region().name()).toList());
    List<Member> pool = new ArrayList<>();
    for (Member member : members) {
      boolean fits = role == null ? !member.isClient() : member.role().equals(role);
      if (fits && (region == null || member.region().name().equals(region))) {
        pool.add(member);
      }
    }
    if (pool.isEmpty()) {
      throw new SelectionRefusedException("there are no nodes" + ofWhat());
    }
    return pool;
  }

  private static void refuseUnknown(
      String what, @org.jspecify.annotations.Nullable String name, List<String> known) {
    if (name != null && !known.contains(name)) {
      throw new SelectionRefusedException(
          "there is no " + what + " " + name + Nearest.hint(name, known));
    }
  }

  private String ofWhat() {
    return (selector.role() == null ? "" : " of role " + selector.role())
        + (selector.region() == null ? "" : " in region " + selector.region());
  }

  private NodeId leaderIn(List<Member> pool, Optional<NodeId> leader) {
    NodeId id = leader.orElseThrow(() -> new SelectionRefusedException("there is no leader now"));
    if (pool.stream().noneMatch(member -> member.id().equals(id))) {
      throw new SelectionRefusedException("the leader " + id + " is none" + ofWhat());
    }
    return id;
  }

  private List<Member> followers(List<Member> pool, Optional<NodeId> leader) {
    NodeId id = leader.orElseThrow(() -> new SelectionRefusedException("there is no leader now"));
    String role =
        members.stream()
            .filter(one -> one.id().equals(id))
            .map(Member::role)
            .findFirst()
            .orElse("");
    List<Member> followers =
        pool.stream().filter(one -> one.role().equals(role) && !one.id().equals(id)).toList();
    if (followers.isEmpty()) {
      throw new SelectionRefusedException("the leader " + id + " has no followers" + ofWhat());
    }
    return followers;
  }

  private List<NodeId> ofEachRole(List<Member> pool, boolean majority) {
    Map<String, List<Member>> whole = NodeSelector.byRole(members);
    List<NodeId> chosen = new ArrayList<>();
    for (Map.Entry<String, List<Member>> role : NodeSelector.byRole(pool).entrySet()) {
      int size = Objects.requireNonNull(whole.get(role.getKey())).size();
      int number = majority ? size / 2 + 1 : (size - 1) / 2;
      if (number == 0 || number > role.getValue().size()) {
        throw new SelectionRefusedException(
            "%d of the %d %s nodes%s cannot be taken to make a %s"
                .formatted(
                    number, size, role.getKey(), ofWhat(), majority ? "majority" : "minority"));
      }
      chosen.addAll(drawFrom(role.getValue(), number));
    }
    return chosen;
  }

  /** By largest remainder (Hamilton's method); what is left over in a tie is drawn. */
  private List<NodeId> spread(List<Member> pool, int total) {
    List<List<Member>> roles = new ArrayList<>(NodeSelector.byRole(pool).values());
    int[] seats = new int[roles.size()];
    long[] remainders = new long[roles.size()];
    int given = 0;
    for (int i = 0; i < seats.length; i++) {
      long product = (long) total * roles.get(i).size();
      seats[i] = (int) (product / pool.size());
      remainders[i] = product % pool.size();
      given += seats[i];
    }
    List<Integer> order = shuffled(seats.length);
    order.sort((a, b) -> Long.compare(remainders[b], remainders[a])); // stable: ties stay drawn
    for (int i = 0; given < total; i++, given++) {
      seats[order.get(i)]++;
    }
    List<NodeId> chosen = new ArrayList<>();
    for (int i = 0; i < seats.length; i++) {
      chosen.addAll(drawFrom(roles.get(i), seats[i]));
    }
    return chosen;
  }

  private List<NodeId> drawFrom(List<Member> pool, int number) {
    return shuffled(pool.size()).stream().limit(number).map(i -> pool.get(i).id()).toList();
  }

  private List<Integer> shuffled(int size) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      order.add(random.nextInt(i + 1), i);
    }
    return order;
  }
}
