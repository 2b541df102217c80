package dev.skew.world.fault;

import dev.skew.world.fault.RunbookAct.FreezeWrites;
import dev.skew.world.fault.RunbookAct.Front;
import dev.skew.world.fault.RunbookAct.Merge;
import dev.skew.world.fault.RunbookAct.ResumeWrites;
import dev.skew.world.fault.RunbookAct.Scope;
import java.util.List;
import java.util.regex.Pattern;

/** The commands of a runbook. */
final class RunbookVerbs {

  private static final Pattern KEY = Pattern.compile("[a-zA-Z0-9._:-]{1,128}");

  private static final Flag<String> KEYSPACE = Flag.name("keyspace", "only keys of this keyspace");
  private static final Flag<String> KEY_OF =
      new Flag<>("key", "KEY", RunbookVerbs::key, text -> text, "", "only this key");
  private static final Flag<String> KEEP = keep();

  private static final Flag<Front> OF =
      Flag.choice("of", Front.values(), Front::label, Front.ALL, "whose clients");
  private static final Flag<Scope> SCOPE =
      Flag.choice(
          "scope", Scope.values(), Scope::label, Scope.ALL, "all, or those that are not critical");

  static final List<Verb<?>> ALL =
      List.of(
          Verb.of("store", "merge", Merge.class)
              .withoutNodes()
              .atOnce()
              .with(KEYSPACE, Merge::keyspace)
              .with(KEY_OF, Merge::key)
              .with(KEEP, Merge::keep)
              .make(
                  "make one of versions that stand side by side",
                  args -> new Merge(args.get(KEYSPACE), args.get(KEY_OF), args.get(KEEP))),
          Verb.of("writes", "freeze", FreezeWrites.class)
              .withoutNodes()
              .atOnce()
              .with(OF, FreezeWrites::of)
              .with(SCOPE, FreezeWrites::scope)
              .make(
                  "turn clients' writes away at the front",
                  args -> new FreezeWrites(args.get(OF), args.get(SCOPE))),
          Verb.of("writes", "resume", ResumeWrites.class)
              .withoutNodes()
              .atOnce()
              .with(OF, ResumeWrites::of)
              .make("take clients' writes again", args -> new ResumeWrites(args.get(OF))));

  private RunbookVerbs() {}

  private static Flag<String> keep() {
    Flag<String> name = Flag.name("keep", "newest, union, longest, highest-writer, or a node's");
    return new Flag<>(name.name(), "WHICH", name.read(), name.write(), "newest", name.help());
  }

  private static String key(String text) {
    if (!KEY.matcher(text).matches()) {
      throw new IllegalArgumentException("must be a key such as carts:7, got " + text);
    }
    return text;
  }
}
