# Sourced by the scripts of benchmarks that work on flights, after build.sh. Starts the class $1 with
# the arguments that follow; without --data FOLDER among them it works in a folder of its own, and
# without --flights FILE it fetches the flights once, by npm.

package=vega-datasets@3.2.1
data="$target/$name"
flights="$target/flights-3m.parquet"

fetch_flights() {
  command -v npm >/dev/null || fail "npm is needed to fetch $package, and there is none;\
 give its data/flights-3m.parquet by --flights FILE"
  echo "fetching   $package" >&2
  archive=$(cd "$data" && npm pack --silent "$package") || fail "npm could not fetch $package"
  tar -xzOf "$data/$archive" package/data/flights-3m.parquet >"$flights.part" ||
    fail "$package has no data/flights-3m.parquet"
  rm "$data/$archive"
  mv "$flights.part" "$flights"
}

# Whether the option $1 is among the arguments that follow, or help is asked for.
given() {
  option=$1
  shift
  for argument; do
    case $argument in
    "$option" | "$option="* | -h | --help | -V | --version) return 0 ;;
    esac
  done
  return 1
}

on_flights() {
  class=$1
  shift
  mkdir -p "$data"
  if ! given --flights "$@"; then
    [ -f "$flights" ] || fetch_flights
    set -- --flights "$flights" "$@"
  fi
  given --data "$@" || set -- --data "$data" "$@"
  exec "$java" -cp "$(cat "$classpath")" "$class" "$@"
}
