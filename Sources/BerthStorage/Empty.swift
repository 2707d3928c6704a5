import GRDB
import Yams
import Logging
