# Sourced by the benchmarks' scripts; $name is the script's. Builds if the sources have changed, and
# leaves $root, $target, $java and the file $classpath. Maven takes its settings from MAVEN_ARGS,
# such as MAVEN_ARGS="-o".

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
target="$root/runners/benchmarks/target"
classpath="$target/classpath"

fail() {
  echo "$name: $1" >&2
  exit 1
}

# Whether a jar of the last build is not there any more.
gone() {
  tr ':' '\n' <"$classpath" | while IFS= read -r entry || [ -n "$entry" ]; do
    [ -e "$entry" ] || echo "$entry"
  done | grep -q .
}

changed() {
  [ ! -f "$classpath" ] || gone || [ -n "$(find "$root" \( -name target -o -name headrace-data -o -name .git \) -prune \
    -o \( -name pom.xml -o -path '*/src/main/*' \) -newer "$classpath" -print 2>/dev/null | head -n 1)" ]
}

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
command -v "$java" >/dev/null || fail "Java 17 or later is needed, and there is no java"

if changed; then
  command -v mvn >/dev/null || fail "Maven 3.8 or later is needed to build, and there is no mvn"
  echo "building   $root" >&2
  mkdir -p "$target"
  built=0
  # shellcheck disable=SC2086 # several arguments on purpose
  (cd "$root" && mvn -B -ntp -q -Dstyle.color=never ${MAVEN_ARGS:-} -pl runners/benchmarks -am -Dmaven.test.skip=true \
    -Djacoco.skip=true -Dspotless.check.skip=true -Denforcer.skip=true package) >"$target/build.log" 2>&1 || built=$?
  # Maven resets colours even where it is to use none.
  sed "s/$(printf '\033')\[[0-9;]*m//g" "$target/build.log" >&2
  [ "$built" = 0 ] || fail "the build failed"
  printf '%s:%s' "$target/classes" "$(cat "$target/dependencies")" >"$classpath"
fi
