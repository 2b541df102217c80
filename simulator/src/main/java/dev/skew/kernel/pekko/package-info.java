/**
 * Real, unmodified Pekko Typed actors on virtual time.
 *
 * <p>{@link dev.skew.kernel.pekko.VirtualActorSystem} runs one actor system on one {@link
 * dev.skew.kernel.EventQueue}: its dispatcher is a run queue of the calling thread, its scheduler
 * is the event queue, and it has no thread of its own. {@link
 * dev.skew.kernel.pekko.VirtualTimeExtension} gives that to JUnit tests of anybody's actors.
 * Imports kernel, Pekko and, for the extension alone, JUnit's API; nothing else of Skew.
 */
@NullMarked
package dev.skew.kernel.pekko;

import org.jspecify.annotations.NullMarked;
