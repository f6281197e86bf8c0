package dev.headrace.io.redshift.load;

/**
 * A row that passed all checks, but that COPY refused.
 *
 * @param file the staged file that holds it
 * @param line its place there, counted from 1
 * @param column at fault, in lower case; empty if COPY does not say
 * @param code of the error
 *     (https://docs.aws.amazon.com/redshift/latest/dg/r_Load_Error_Reference.html)
 * @param message of the error, without the value
 * @param payload the row as JSON, its values as they were staged
 */
public record RefusedRow(
    String file, long line, String column, int code, String message, String payload) {}
