/** Sessions with Redshift: by JDBC or by the Data API, the same to those who use them. */
@NullMarked
package dev.headrace.io.redshift.session;

import org.jspecify.annotations.NullMarked;
