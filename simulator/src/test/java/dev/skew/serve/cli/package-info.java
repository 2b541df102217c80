/** Tests of the command line, typed as a user would type it, on a world that is made up. */
@NullMarked
package dev.skew.serve.cli;

import org.jspecify.annotations.NullMarked;
