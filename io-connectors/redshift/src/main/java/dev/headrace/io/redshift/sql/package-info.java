/** The words of SQL: statements with their values, names, literals. */
@NullMarked
package dev.headrace.io.redshift.sql;

import org.jspecify.annotations.NullMarked;
