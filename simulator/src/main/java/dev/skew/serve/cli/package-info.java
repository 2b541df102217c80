/**
 * The command line: reads arguments, runs what they ask for, and says what came out to a person or
 * to a program.
 *
 * <p>{@link dev.skew.serve.cli.Main} builds the object graph by hand. Nothing imports this package;
 * it may import everything. Only here does the program write to the console, look at the machine's
 * clock (to tell how long something took) and decide an exit code.
 */
@NullMarked
package dev.skew.serve.cli;

import org.jspecify.annotations.NullMarked;
