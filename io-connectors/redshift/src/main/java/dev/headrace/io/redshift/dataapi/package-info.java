/** Sessions with Redshift over HTTPS, by the Redshift Data API. */
@NullMarked
package dev.headrace.io.redshift.dataapi;

import org.jspecify.annotations.NullMarked;
